/** Cards by which somebody speaks at a device itself: who may, how long, and what stands in the plan. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { OnTheSpot, SpotTemplate, SpotUse, SpotVerifier } from '@loa-lang/schemas/wire/on-the-spot';

export interface SpotCredentialRecord {
  id: string;
  hamletId: AreaId;
  /** name and title, as on the card */
  holder: string;
  mayUse: SpotUse[];
  verifier: SpotVerifier;
  from: EpochMillis;
  until: EpochMillis;
  perHour: number;
  issuedBy: string;
  issuedAt: EpochMillis;
  revokedAt: EpochMillis | undefined;
}

/** A card lies in a drawer and is forgotten: after a year somebody must want it again. */
export const MAX_VALID_MS: Millis = 366 * 24 * 3600_000;
/** A device tries a code against each of them. */
export const MAX_LIVE_CARDS = 16;
const MAX_TEMPLATES = 32;

/** Off by default, dated: from a day until a day, a year at most. */
export const areSpotTimes = (from: EpochMillis, until: EpochMillis, now: EpochMillis): boolean =>
  until > from && until > now && until - Math.max(from, now) <= MAX_VALID_MS;

export const isLive = ({ revokedAt, until }: SpotCredentialRecord, now: EpochMillis): boolean =>
  revokedAt === undefined && now < until;

/** What the plan of their hamlet says; `undefined` when nobody may speak there. */
export function onTheSpotOf(
  cards: readonly SpotCredentialRecord[],
  templates: readonly SpotTemplate[],
  now: EpochMillis,
): OnTheSpot | undefined {
  const live = cards.filter((card) => isLive(card, now)).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (live.length === 0) return undefined;
  return {
    credentials: live.slice(0, MAX_LIVE_CARDS).map(({ id, holder, mayUse, verifier, from, until, perHour }) => ({
      ...{ id, holder, mayUse, verifier, perHour },
      notBefore: from,
      notAfter: until,
    })),
    templates: [...templates].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, MAX_TEMPLATES),
  };
}
