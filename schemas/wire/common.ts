/** Pieces that several wire documents share. */
import { type Static, Type } from 'typebox';
import { AssetIdSchema } from '../ids.ts';
import { EpochMillisSchema } from '../units.ts';

/** Highest epoch or revision: leaves room below 2^53 so that a hostile claim cannot exhaust the numbers. */
export const LAST_REVISION = 2 ** 48;

const Counter = Type.Integer({ minimum: 0, maximum: LAST_REVISION });

/** `(epoch, revision)` of a signed document, compared in that order. */
export const RevisionSchema = Type.Object({ epoch: Counter, revision: Counter });
export type Revision = Static<typeof RevisionSchema>;

/** Negative when `a` is older than `b`, 0 when equal, positive when newer. */
export const compareRevisions = (a: Revision, b: Revision): number => a.epoch - b.epoch || a.revision - b.revision;

/**
 * A plan that is signed without the database skips so many revisions: what the database counts meanwhile never reaches
 * it, so that a device that holds it refuses what does not know of it, and whoever hears of it can tell. Nobody
 * publishes one plan so often; 2^47 revisions are believed, which is room for a hundred million such acts.
 */
export const UNRECORDED_STRIDE = 2 ** 20;

/**
 * Whether it is a revision that only a controller without its database gives. Half the stride counts: what the database
 * has counted since must not make it look like an ordinary one.
 */
export const isUnrecorded = (held: Revision, recorded: Revision | undefined): boolean =>
  held.epoch === (recorded?.epoch ?? held.epoch) && held.revision - (recorded?.revision ?? 0) >= UNRECORDED_STRIDE / 2;

/**
 * Controller time at which a device said something, as it knows it; absent before its first sync answer. What is dated
 * farther from its arrival, or not at all, is no sign of life: somebody may repeat what was once said.
 */
export const DatedSchema = Type.Optional(EpochMillisSchema);
export const DATED_MAX_AGE_MS = 60_000;

/** An asset named by its content. */
export const AssetRefSchema = Type.Object({
  assetId: AssetIdSchema,
  /** bytes of the Ogg Opus file; 64 MiB is about five hours of speech */
  sizeBytes: Type.Integer({ minimum: 1, maximum: 64 * 1024 * 1024 }),
});
export type AssetRef = Static<typeof AssetRefSchema>;

/** BCP 47 language tag, e.g. `vi`, `tay`, `hmn`. */
export const LanguageSchema = Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$', maxLength: 35 });
/** What every hamlet understands when its own language is missing. */
export const FALLBACK_LANGUAGE = 'vi';
