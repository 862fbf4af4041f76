/** What a verifier makes of a key document: the public key for a (kid, use, area, instant), or none. */
import type { CryptoKey } from 'jose';
import type { DeploymentId, KeyId } from '../ids.ts';
import { type EpochMillis, LAST_INSTANT } from '../units.ts';
import type { KeyDocument, KeyUse, RootKey, SigningKey } from '../wire/keys.ts';
import { subjects } from '../wire/topics.ts';
import { DOCUMENT_TYPES } from './document-types.ts';
import { type Opened, openDocument, publicKeyFrom } from './seal.ts';

export interface KeyRing {
  document: KeyDocument;
  /**
   * The key that may sign for `use` now. `ancestry` lists the area of the document and all areas above it; absent
   * for documents that belong to no area, where only deployment-wide keys count. Who does not know the time (`now` is
   * `undefined`) finds only keys that are for ever, or whoever has a key that has ended would need but a power cut.
   * `whenever`: for what was judged when it came, and for the sync answer that brings the time.
   */
  find(
    kid: KeyId,
    use: KeyUse,
    ancestry: readonly string[] | undefined,
    now: EpochMillis | 'whenever' | undefined,
  ): CryptoKey | undefined;
  /** All keys that may sign for `use` now, for what does not name its key. */
  inForce(use: KeyUse, ancestry: readonly string[], now: EpochMillis): CryptoKey[];
  /**
   * The same whenever it may sign: for who made the documents, not for who obeys them. A key of one area counts for
   * that plan alone, since what lies below it is not asked here.
   */
  known(kid: KeyId, use: KeyUse, planId?: string): CryptoKey | undefined;
}

/** Imports all keys of a verified key document. Keys that do not import are left out. */
export async function keyRingOf(document: KeyDocument): Promise<KeyRing> {
  const keys = new Map<string, CryptoKey>();
  for (const key of document.keys) {
    const imported = await publicKeyFrom(key.x).catch(() => undefined);
    if (imported !== undefined) keys.set(key.kid, imported);
  }
  const rows = new Map(document.keys.map((key) => [key.kid, key]));
  const find: KeyRing['find'] = (kid, use, ancestry, now) => {
    const row = rows.get(kid);
    if (row === undefined || row.use !== use) return undefined;
    if (row.scope !== '*' && !(ancestry?.includes(row.scope) ?? false)) return undefined;
    return isInForce(row, now) ? keys.get(kid) : undefined;
  };
  return {
    document,
    known(kid, use, planId) {
      const row = rows.get(kid);
      return row?.use === use && (row.scope === '*' || row.scope === planId) ? keys.get(kid) : undefined;
    },
    find,
    inForce: (use, ancestry, now) =>
      document.keys.map(({ kid }) => find(kid, use, ancestry, now)).filter((key) => key !== undefined),
  };
}

function isInForce({ notBefore, notAfter }: SigningKey, now: EpochMillis | 'whenever' | undefined): boolean {
  if (now === 'whenever') return true;
  if (now === undefined) return notBefore === 0 && notAfter === LAST_INSTANT;
  return now >= notBefore && now <= notAfter;
}

/**
 * Opens a key document for someone who trusts `pinned`. When the deployment's root has changed since, the chain of
 * rotations inside the document must lead from the pinned root to the one that signed it.
 * @returns the document and the root to pin from now on.
 */
export async function openKeyDocument(
  bytes: Uint8Array,
  deploymentId: DeploymentId,
  pinned: RootKey,
): Promise<Opened<KeyDocument> & { root?: RootKey }> {
  // before anything of it is parsed
  if (bytes.length > DOCUMENT_TYPES.keys.maxBytes) return { ok: false, fault: 'too-large' };
  const claimed = claimedRoot(bytes);
  if (claimed === undefined) return { ok: false, fault: 'malformed' };
  const key = await publicKeyFrom(claimed.x).catch(() => undefined);
  const opened = await openDocument('keys', bytes, {
    deploymentId,
    subject: subjects.keys(),
    publicKey: (kid) => (kid === claimed.kid ? key : undefined),
  });
  if (!opened.ok) return opened;
  const reached = await followRotations(opened.payload.rotations, deploymentId, pinned);
  if (reached.kid !== claimed.kid || reached.x !== claimed.x) return { ok: false, fault: 'unknown-key' };
  return { ...opened, root: claimed };
}

/**
 * Whether `bytes` are a key document of an earlier time of the deployment whose key document is `latest`: its root is
 * one that leads to today's. @returns what it says, when it is.
 */
export async function openFormerKeyDocument(
  bytes: Uint8Array,
  deploymentId: DeploymentId,
  latest: Uint8Array,
): Promise<Opened<KeyDocument>> {
  const root = bytes.length > DOCUMENT_TYPES.keys.maxBytes ? undefined : claimedRoot(bytes);
  if (root === undefined) return { ok: false, fault: 'malformed' };
  const leadsHere = await openKeyDocument(latest, deploymentId, root);
  return leadsHere.ok ? openKeyDocument(bytes, deploymentId, root) : { ok: false, fault: 'unknown-key' };
}

/** Reads the claimed root without believing it: the signature and the chain decide. */
export function claimedRoot(bytes: Uint8Array): RootKey | undefined {
  try {
    const body = Buffer.from(bytes).toString('latin1').split('.')[1] ?? '';
    const root = (JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Partial<KeyDocument>).root;
    return typeof root?.kid === 'string' && typeof root.x === 'string' ? { kid: root.kid, x: root.x } : undefined;
  } catch {
    return undefined;
  }
}

async function followRotations(rotations: string[], deploymentId: DeploymentId, pinned: RootKey): Promise<RootKey> {
  let current = pinned;
  for (const rotation of rotations) {
    const key = await publicKeyFrom(current.x);
    const opened = await openDocument('rootRotation', Buffer.from(rotation), {
      deploymentId,
      subject: subjects.keys(),
      publicKey: (kid) => (kid === current.kid ? key : undefined),
    });
    if (opened.ok && opened.payload.from === current.kid) current = opened.payload.to;
  }
  return current;
}
