/** A device on the wire and nothing more: keys, a connection, signed messages out, raw messages in. */
import { randomBytes } from 'node:crypto';
import type { DeviceId, InstallationId, StoreId } from '@loa-lang/schemas/ids';
import type { DocumentName } from '@loa-lang/schemas/sealing/document-types';
import { type PayloadOf, privateKeyFrom, type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { ReportBody } from '@loa-lang/schemas/wire/report';
import { type DeviceMessageKind, subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { exportJWK, generateKeyPair } from 'jose';
import mqtt, { type MqttClient } from 'mqtt';
import { deviceCredentials } from './broker.ts';

export interface Arrived {
  topic: string;
  payload: Buffer;
  retained: boolean;
}

export class FakeDevice {
  readonly deviceId: DeviceId;
  readonly publicKey: string;
  readonly deploymentId: string;
  readonly signer: SigningIdentity;
  readonly arrived: Arrived[] = [];
  installationId: InstallationId = 'board-1';
  storeId: StoreId = 'store-1';
  client: MqttClient | undefined;

  private constructor(deviceId: DeviceId, publicKey: string, deploymentId: string, signer: SigningIdentity) {
    this.deviceId = deviceId;
    this.publicKey = publicKey;
    this.deploymentId = deploymentId;
    this.signer = signer;
  }

  static async make(deviceId: DeviceId, deploymentId: string): Promise<FakeDevice> {
    const { privateKey } = await generateKeyPair('Ed25519', { extractable: true });
    const { x = '', d = '' } = await exportJWK(privateKey);
    return new FakeDevice(deviceId, x, deploymentId, {
      kid: deviceId as string,
      privateKey: await privateKeyFrom({ x, d }),
    });
  }

  async connect(url: string, topics: readonly string[], anonymous = false): Promise<void> {
    const client = await mqtt.connectAsync(url, {
      clientId: `${this.deviceId}:${this.installationId}`,
      ...(anonymous ? {} : deviceCredentials(this.deviceId)),
      reconnectPeriod: 0,
    });
    client.on('error', () => {});
    client.on('message', (topic, payload, { retain }) => this.arrived.push({ topic, payload, retained: retain }));
    this.client = client;
    if (topics.length > 0) await client.subscribeAsync([...topics], { qos: 1 });
  }

  /** Own topics, as a device subscribes them. */
  get ownTopics(): string[] {
    return (['settings', 'command', 'sync', 'ack'] as const).map((kind) => this.topic(kind));
  }

  topic(kind: DeviceMessageKind): string {
    return topicOf(subjects.device(this.deviceId, kind));
  }

  seal<N extends DocumentName>(name: N, kind: DeviceMessageKind, payload: PayloadOf<N>): Promise<Uint8Array> {
    return sealDocument(name, subjects.device(this.deviceId, kind), this.deploymentId, payload, this.signer);
  }

  async publish(kind: DeviceMessageKind, bytes: Uint8Array): Promise<void> {
    await this.client?.publishAsync(this.topic(kind), Buffer.from(bytes), { qos: 1, retain: kind === 'presence' });
  }

  /** Sends a sync request; the answer arrives on the own `sync` topic. @returns the nonce */
  async sync(held: PayloadOf<'syncRequest'>['held'] = { plans: {} }): Promise<string> {
    const nonce = randomBytes(16).toString('base64url');
    const { installationId, storeId } = this;
    const payload = { nonce, installationId, storeId, sentAtMs: performance.now(), held };
    await this.publish('sync-request', await this.seal('syncRequest', 'sync-request', payload));
    return nonce;
  }

  async report(bodies: Map<number, ReportBody>, lowestHeld = 1): Promise<void> {
    const reports = [...bodies].map(([number, body]) => ({ number, body }));
    const { storeId, installationId } = this;
    await this.publish('report', await this.seal('report', 'report', { storeId, installationId, lowestHeld, reports }));
  }

  async want(payload: PayloadOf<'want'>): Promise<void> {
    await this.publish('want', await this.seal('want', 'want', payload));
  }

  async presence(state: 'online' | 'offline', connection: number): Promise<void> {
    const { installationId } = this;
    const payload = { state, installationId, connection, protocol: 1, agentVersion: '0.1.0', capabilities: [] };
    await this.publish('presence', await this.seal('presence', 'presence', payload));
  }

  on(kind: DeviceMessageKind): Buffer[] {
    return this.arrived.filter(({ topic }) => topic === this.topic(kind)).map(({ payload }) => payload);
  }

  async disconnect(): Promise<void> {
    await this.client?.endAsync(true);
  }
}
