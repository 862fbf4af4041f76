/** What only the root does: it signs key documents, and vouches for the root that follows it. */
import type { DeploymentId } from '@loa-lang/schemas/ids';
import { claimedRoot, openKeyDocument } from '@loa-lang/schemas/sealing/key-ring';
import { privateKeyFrom, sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { compareRevisions } from '@loa-lang/schemas/wire/common';
import type { KeyDocument, RootKey } from '@loa-lang/schemas/wire/keys';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { type KeyDraft, withNewRoot } from './renewal.ts';

/** A root with its private half. */
export interface RootPair extends RootKey {
  d: string;
}

const signerOf = async ({ kid, x, d }: RootPair) => ({ kid, privateKey: await privateKeyFrom({ x, d }) });
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** @throws {RangeError} when it would be larger than devices take */
export async function signKeyDocument(draft: KeyDraft, deploymentId: DeploymentId, root: RootPair): Promise<string> {
  if (draft.root.kid !== root.kid || draft.root.x !== root.x) throw new Error('this is not the root of the draft');
  return text(await sealDocument('keys', subjects.keys(), deploymentId, draft, await signerOf(root)));
}

/** The same with a new root, which today's vouches for. */
export async function signWithNewRoot(
  draft: KeyDraft,
  deploymentId: DeploymentId,
  from: RootPair,
  to: RootPair,
  now: EpochMillis,
): Promise<string> {
  if (draft.root.kid !== from.kid) throw new Error('this is not the root of the draft');
  const root = { kid: to.kid, x: to.x };
  const said = { from: from.kid, to: root, rotatedAt: now };
  const rotation = text(await sealDocument('rootRotation', subjects.keys(), deploymentId, said, await signerOf(from)));
  return signKeyDocument(withNewRoot(draft, root, rotation), deploymentId, to);
}

export type FollowVerdict = { ok: true; document: KeyDocument; root: RootKey } | { ok: false; why: string };

/** Whether `next` may follow `current`: signed by its root or by one that it has vouched for, and newer. */
export async function followsOn(current: string, next: string, deploymentId: DeploymentId): Promise<FollowVerdict> {
  const [before, after] = [Buffer.from(current, 'utf8'), Buffer.from(next, 'utf8')];
  const root = claimedRoot(before);
  if (root === undefined) return { ok: false, why: 'malformed' };
  const [known, opened] = [
    await openKeyDocument(before, deploymentId, root),
    await openKeyDocument(after, deploymentId, root),
  ];
  if (!known.ok) return { ok: false, why: known.fault };
  if (!opened.ok) return { ok: false, why: opened.fault };
  if (compareRevisions(opened.payload, known.payload) <= 0) return { ok: false, why: 'older' };
  return { ok: true, document: opened.payload, root: opened.root ?? root };
}
