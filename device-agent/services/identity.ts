/** Who this device is, and how it signs what it says. */
import type { DeploymentId, DeviceId, InstallationId } from '@loa-lang/schemas/ids';
import type { DocumentName } from '@loa-lang/schemas/sealing/document-types';
import { type PayloadOf, type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { RootKey } from '@loa-lang/schemas/wire/keys';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import type { ControllerLink, SendResult } from '../ports/controller-link.ts';

/** Protocol version this agent speaks, announced in its presence. */
export const PROTOCOL_VERSION = 1;
/** What every agent can do beyond the first protocol. */
export const CAPABILITIES: readonly string[] = ['asset', 'stream'];

export interface AgentIdentity {
  deviceId: DeviceId;
  deploymentId: DeploymentId;
  installationId: InstallationId;
  /** the device's own key; its `kid` is the device id */
  signer: SigningIdentity;
  /** the root it was given when it was provisioned */
  root: RootKey;
  agentVersion: string;
}

/** Messages a device sends: topic kind, document name, QoS and retention (wire table). */
export const SPOKEN = {
  presence: { document: 'presence', qos: 1, retain: true },
  'sync-request': { document: 'syncRequest', qos: 0, retain: false },
  want: { document: 'want', qos: 1, retain: false },
  report: { document: 'report', qos: 1, retain: false },
  health: { document: 'health', qos: 0, retain: false },
  evidence: { document: 'evidence', qos: 1, retain: false },
} as const satisfies Record<string, { document: DocumentName; qos: 0 | 1; retain: boolean }>;
export type SpokenKind = keyof typeof SPOKEN;

/** Signs one of the device's own messages. */
export async function sealSpoken<K extends SpokenKind>(
  identity: AgentIdentity,
  kind: K,
  payload: PayloadOf<(typeof SPOKEN)[K]['document']>,
): Promise<{ topic: string; bytes: Uint8Array }> {
  const subject = subjects.device(identity.deviceId, kind);
  const { document } = SPOKEN[kind];
  return {
    topic: topicOf(subject),
    bytes: await sealDocument(document, subject, identity.deploymentId, payload, identity.signer),
  };
}

/** The device's voice towards the controller. */
export class Speaker {
  readonly identity: AgentIdentity;
  readonly #link: ControllerLink;

  constructor(identity: AgentIdentity, link: ControllerLink) {
    this.identity = identity;
    this.#link = link;
  }

  get connected(): boolean {
    return this.#link.connected;
  }

  /** Signs and sends once. `beforeSend` is called at the last moment, for whoever measures. */
  async say<K extends SpokenKind>(
    kind: K,
    payload: PayloadOf<(typeof SPOKEN)[K]['document']>,
    beforeSend?: () => void,
  ): Promise<SendResult> {
    if (!this.#link.connected) return 'not-connected';
    const { topic, bytes } = await sealSpoken(this.identity, kind, payload);
    beforeSend?.();
    const { qos, retain } = SPOKEN[kind];
    return this.#link.send(topic, bytes, { qos, retain });
  }
}
