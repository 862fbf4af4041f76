/** A document before it has a revision: its content from the database, and how to seal it. */
import { DOCUMENT_TYPES } from '@loa-lang/schemas/sealing/document-types';
import { type PayloadOf, type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Revision } from '@loa-lang/schemas/wire/common';
import { MAX_INFLATED_PLAN_BYTES } from '@loa-lang/schemas/wire/plan';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { contentHash } from '../../domain/publishing/content-hash.ts';
import { PLAN_MAX_AGE_MS } from '../../domain/publishing/issue-decision.ts';
import type { DocumentSource } from '../../ports/document-ledger.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';
import { type DocumentTarget, subjectOf } from './publish-documents-target.ts';

export interface Draft {
  contentHash: string;
  maxAgeMs?: Millis;
  /** @throws {RangeError} when the document would be too large, {TypeError} when it would break its schema */
  seal(revision: Revision, issuedAt: EpochMillis): Promise<Uint8Array>;
}

const checks = {
  keys: Compile(DOCUMENT_TYPES.keys.schema as TSchema),
  plan: Compile(DOCUMENT_TYPES.plan.schema as TSchema),
  settings: Compile(DOCUMENT_TYPES.settings.schema as TSchema),
};

/** Every device would refuse a document that breaks its schema, so it is not sealed in the first place. */
async function sealChecked<N extends keyof typeof checks>(
  name: N,
  subject: string,
  deploymentId: string,
  payload: PayloadOf<N>,
  signer: SigningIdentity,
): Promise<Uint8Array> {
  if (!checks[name].Check(payload)) {
    const [first] = checks[name].Errors(payload);
    throw new TypeError(`${subject} breaks its schema: ${JSON.stringify(first)?.slice(0, 300)}`);
  }
  return sealDocument(name, subject, deploymentId, payload, signer);
}

/** `undefined` when there is nothing to say: settings of a device that has no cluster, keys whose root is offline. */
export async function draftOf(
  target: DocumentTarget,
  source: DocumentSource,
  keys: DeploymentKeys,
  now: EpochMillis,
): Promise<Draft | undefined> {
  const subject = subjectOf(target);
  if (target.kind === 'keys') {
    const { rootSigner, deploymentId } = keys;
    if (rootSigner === undefined) return undefined;
    const { root, rotations, publicKeys, authorities } = keys;
    const content = { root, rotations, keys: publicKeys, ...(authorities !== undefined && { authorities }) };
    return {
      contentHash: contentHash(content),
      seal: ({ epoch, revision }, issuedAt) =>
        sealChecked('keys', subject, deploymentId, { epoch, revision, issuedAt, ...content }, rootSigner),
    };
  }
  if (target.kind === 'settings') {
    const content = await source.settingsContent(target.deviceId);
    if (content === undefined) return undefined;
    return {
      contentHash: contentHash(content),
      seal: ({ epoch, revision }) =>
        sealChecked('settings', subject, keys.deploymentId, { epoch, revision, ...content }, keys.signer('settings')),
    };
  }
  const content = await source.planContent(target.planId, now);
  return {
    contentHash: contentHash(content, ['horizonEndsAt']),
    maxAgeMs: PLAN_MAX_AGE_MS,
    async seal({ epoch, revision }, issuedAt) {
      const plan: PayloadOf<'plan'> = { epoch, revision, issuedAt, ...content };
      const size = Buffer.byteLength(JSON.stringify(plan));
      if (size > MAX_INFLATED_PLAN_BYTES) throw new RangeError(`plan of ${size} bytes before deflation`);
      return sealChecked('plan', subject, keys.deploymentId, plan, keys.signer('plan'));
    },
  };
}
