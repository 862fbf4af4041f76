/** A document before it has a revision: its content from the database, and how to seal it. */
import { DOCUMENT_TYPES } from '@loa-lang/schemas/sealing/document-types';
import { type PayloadOf, sealDocument } from '@loa-lang/schemas/sealing/seal';
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

/** What the controller signs itself; key documents are the root's. */
export type OwnTarget = Exclude<DocumentTarget, { kind: 'keys' }>;

export interface Draft {
  /** of the content and of the key that will sign it: a new key makes everything new */
  contentHash: string;
  maxAgeMs?: Millis;
  /** @throws {RangeError} when the document would be too large, {TypeError} when it would break its schema */
  seal(revision: Revision, issuedAt: EpochMillis): Promise<Uint8Array>;
}

const checks = {
  plan: Compile(DOCUMENT_TYPES.plan.schema as TSchema),
  settings: Compile(DOCUMENT_TYPES.settings.schema as TSchema),
};

/** Every device would refuse a document that breaks its schema, so it is not sealed in the first place. */
async function sealChecked<N extends keyof typeof checks>(
  name: N,
  subject: string,
  payload: PayloadOf<N>,
  keys: DeploymentKeys,
): Promise<Uint8Array> {
  if (!checks[name].Check(payload)) {
    const [first] = checks[name].Errors(payload);
    throw new TypeError(`${subject} breaks its schema: ${JSON.stringify(first)?.slice(0, 300)}`);
  }
  return sealDocument(name, subject, keys.deploymentId, payload, keys.signer(name));
}

/** `undefined` when there is nothing to say: settings of a device that has no cluster. */
export async function draftOf(
  target: OwnTarget,
  source: DocumentSource,
  keys: DeploymentKeys,
  now: EpochMillis,
): Promise<Draft | undefined> {
  const subject = subjectOf(target);
  if (target.kind === 'settings') {
    const content = await source.settingsContent(target.deviceId);
    if (content === undefined) return undefined;
    return {
      contentHash: contentHash({ ...content, signedWith: keys.signer('settings').kid }),
      seal: ({ epoch, revision }) => sealChecked('settings', subject, { epoch, revision, ...content }, keys),
    };
  }
  const content = await source.planContent(target.planId, now);
  return {
    contentHash: contentHash({ ...content, signedWith: keys.signer('plan').kid }, ['horizonEndsAt']),
    maxAgeMs: PLAN_MAX_AGE_MS,
    async seal({ epoch, revision }, issuedAt) {
      const plan: PayloadOf<'plan'> = { epoch, revision, issuedAt, ...content };
      const size = Buffer.byteLength(JSON.stringify(plan));
      if (size > MAX_INFLATED_PLAN_BYTES) throw new RangeError(`plan of ${size} bytes before deflation`);
      return sealChecked('plan', subject, plan, keys);
    },
  };
}
