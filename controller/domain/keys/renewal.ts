/** What the next key document says: which keys join, which stay for a while, which go. Pure. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Revision } from '@loa-lang/schemas/wire/common';
import type { KeyDocument, RootKey, SigningKey } from '@loa-lang/schemas/wire/keys';

/** A key document that no root has signed yet. */
export type KeyDraft = KeyDocument;

/** Rotations that a key document has room for (wire schema). */
export const MAX_ROTATIONS = 64;

/** The revision above both what stands and what the world has been seen to hold. */
export function nextRevision(current: Revision, seen: Revision | undefined): Revision {
  const { epoch, revision } = seen !== undefined && isAbove(seen, current) ? seen : current;
  return { epoch, revision: revision + 1 };
}

const isAbove = (a: Revision, b: Revision): boolean =>
  a.epoch > b.epoch || (a.epoch === b.epoch && a.revision > b.revision);

/**
 * With new signing keys. Of the older ones the last of each use and scope stays: what it has signed is on the devices'
 * disks, and they must not fall silent until the same comes signed anew. What is older goes, so the document does not
 * grow. `revoke`: the older ones have fallen into other hands and all go at once.
 */
export function withNewKeys(current: KeyDocument, fresh: readonly SigningKey[], revoke: boolean): SigningKey[] {
  const kept: SigningKey[] = [];
  const replaced = new Set(fresh.map(slotOf));
  for (const [at, key] of current.keys.entries()) {
    const isLast = !current.keys.slice(at + 1).some((later) => slotOf(later) === slotOf(key));
    if (!replaced.has(slotOf(key)) || (isLast && !revoke)) kept.push(key);
  }
  return [...kept, ...fresh];
}

/** The key that signs is the last of its slot in the document. */
export const slotOf = ({ use, scope }: SigningKey): string => `${use} ${scope}`;

/** With a new root. @throws {RangeError} when the chain is full. @param rotation signed by today's root */
export function withNewRoot(draft: KeyDraft, root: RootKey, rotation: string): KeyDraft {
  if (draft.rotations.length >= MAX_ROTATIONS) throw new RangeError(`the chain already has ${MAX_ROTATIONS} rotations`);
  return { ...draft, root, rotations: [...draft.rotations, rotation] };
}

export const draftOf = (
  current: KeyDocument,
  change: Partial<Pick<KeyDocument, 'keys' | 'authorities'>>,
  seen: Revision | undefined,
  now: EpochMillis,
): KeyDraft => ({ ...current, ...change, ...nextRevision(current, seen), issuedAt: now });

/** All that a key is trusted with: a name proves nothing to the root, since whoever asks for its signature chose it. */
const contentOf = ({ kid, use, x, scope, notBefore, notAfter }: SigningKey): string =>
  [kid, use, x, scope, notBefore, notAfter].join(' ');

/** What a person who signs offline is shown. */
export interface KeyChanges {
  added: SigningKey[];
  dropped: SigningKey[];
  /** certificate authorities, where others count from now on */
  authorities: string[] | undefined;
  from: Revision;
  to: Revision;
}

export function changesOf(current: KeyDocument, draft: KeyDraft): KeyChanges {
  const [before, after] = [current, draft].map(({ keys }) => new Set(keys.map(contentOf)));
  return {
    added: draft.keys.filter((key) => !before?.has(contentOf(key))),
    dropped: current.keys.filter((key) => !after?.has(contentOf(key))),
    authorities: draft.authorities?.join() === current.authorities?.join() ? undefined : (draft.authorities ?? []),
    from: { epoch: current.epoch, revision: current.revision },
    to: { epoch: draft.epoch, revision: draft.revision },
  };
}
