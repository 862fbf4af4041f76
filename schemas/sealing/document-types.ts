/** Every signed document: its `typ`, which key signs it, its schema and its bounds. One row per message of the wire. */
import type { TSchema } from 'typebox';
import { ManifestSchema, WantSchema } from '../wire/audio.ts';
import { CommandSchema, ReleaseSchema } from '../wire/command.ts';
import { EvidenceSchema } from '../wire/evidence.ts';
import { HealthSchema } from '../wire/health.ts';
import { KeyDocumentSchema, type KeyUse, RootRotationSchema } from '../wire/keys.ts';
import { MAX_INFLATED_PLAN_BYTES, MAX_PLAN_BYTES, PlanSchema } from '../wire/plan.ts';
import { PresenceSchema } from '../wire/presence.ts';
import { ReportSchema } from '../wire/report.ts';
import { SettingsSchema } from '../wire/settings.ts';
import { AckSchema, SyncAnswerSchema, SyncRequestSchema } from '../wire/sync.ts';

/** Who must have signed: a key of the key document with this use, the root itself, or the publishing device. */
export type Signer = KeyUse | 'root' | 'device';

interface DocumentType<S extends TSchema> {
  /** JWS `typ`; protects a document from being read as another kind (RFC 8725, 3.11) */
  typ: string;
  signer: Signer;
  schema: S;
  /** compact JWS, bytes, at most */
  maxBytes: number;
  /** payload after inflation, bytes, at most; absent where the payload is plain JSON */
  maxInflatedBytes?: number;
}

const KIB = 1024;
const define = <S extends TSchema>(row: DocumentType<S>): DocumentType<S> => row;

export const DOCUMENT_TYPES = {
  keys: define({ typ: 'loa-keys', signer: 'root', schema: KeyDocumentSchema, maxBytes: 256 * KIB }),
  rootRotation: define({ typ: 'loa-root-rotation', signer: 'root', schema: RootRotationSchema, maxBytes: 2 * KIB }),
  plan: define({
    typ: 'loa-plan',
    signer: 'plan',
    schema: PlanSchema,
    maxBytes: MAX_PLAN_BYTES,
    maxInflatedBytes: MAX_INFLATED_PLAN_BYTES,
  }),
  settings: define({ typ: 'loa-settings', signer: 'settings', schema: SettingsSchema, maxBytes: 16 * KIB }),
  command: define({ typ: 'loa-command', signer: 'command', schema: CommandSchema, maxBytes: 16 * KIB }),
  release: define({ typ: 'loa-release', signer: 'release', schema: ReleaseSchema, maxBytes: 4 * KIB }),
  sync: define({ typ: 'loa-sync', signer: 'sync', schema: SyncAnswerSchema, maxBytes: 32 * KIB }),
  ack: define({ typ: 'loa-ack', signer: 'ack', schema: AckSchema, maxBytes: 2 * KIB }),
  manifest: define({ typ: 'loa-manifest', signer: 'manifest', schema: ManifestSchema, maxBytes: 512 * KIB }),
  presence: define({ typ: 'loa-presence', signer: 'device', schema: PresenceSchema, maxBytes: 8 * KIB }),
  syncRequest: define({ typ: 'loa-sync-request', signer: 'device', schema: SyncRequestSchema, maxBytes: 32 * KIB }),
  want: define({ typ: 'loa-want', signer: 'device', schema: WantSchema, maxBytes: 16 * KIB }),
  report: define({ typ: 'loa-report', signer: 'device', schema: ReportSchema, maxBytes: 256 * KIB }),
  health: define({ typ: 'loa-health', signer: 'device', schema: HealthSchema, maxBytes: 8 * KIB }),
  evidence: define({ typ: 'loa-evidence', signer: 'device', schema: EvidenceSchema, maxBytes: 128 * KIB }),
} as const;

export type DocumentName = keyof typeof DOCUMENT_TYPES;
