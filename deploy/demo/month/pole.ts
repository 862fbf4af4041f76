/** A device on a pole as the controller hears it: signed presence, health and reports, kept back while it has no network. */
import { readFileSync } from 'node:fs';
import type { DocumentName } from '@loa-lang/schemas/sealing/document-types';
import { type PayloadOf, privateKeyFrom, type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import { MAX_REPORTS_PER_MESSAGE, type ReportBody, type ReportEntry } from '@loa-lang/schemas/wire/report';
import { type DeviceMessageKind, subjects, topicOf } from '@loa-lang/schemas/wire/topics';

export interface Ether {
  publish(topic: string, payload: Uint8Array, options: { qos: 0 | 1; retain?: boolean }): Promise<unknown>;
}

export interface PoleParts {
  deviceId: string;
  clusterId: string;
  code: string;
  hamletId: string;
  deploymentId: string;
  installationId: string;
  /** file of its private key, a JWK */
  keyFile: string;
  ether: Ether;
  now: () => number;
}

export class Pole {
  readonly parts: PoleParts;
  readonly #signer: SigningIdentity;
  readonly #storeId: string;
  #connection = 0;
  #number = 0;
  #kept: ReportEntry[] = [];
  #startedAt: number;
  powered = true;
  linked = true;
  /** RMS at the output, dBFS: a cluster with a broken driver is far below */
  levelDbfs = -20;
  receivedBytes = 0;

  private constructor(parts: PoleParts, signer: SigningIdentity) {
    this.parts = parts;
    this.#signer = signer;
    this.#storeId = `month-${parts.code}`;
    this.#startedAt = parts.now();
  }

  static async on(parts: PoleParts): Promise<Pole> {
    const jwk = JSON.parse(readFileSync(parts.keyFile, 'utf8')) as { x: string; d: string };
    return new Pole(parts, { kid: parts.deviceId, privateKey: await privateKeyFrom(jwk) });
  }

  get isHeard(): boolean {
    return this.powered && this.linked;
  }

  /** It has power and a network: says so, and what it kept back. */
  async comesBack(): Promise<void> {
    this.#connection += 1;
    await this.#presence('online');
    await this.#deliver();
  }

  /** Its last will, as the broker says it. */
  goes(): Promise<void> {
    return this.#presence('offline');
  }

  restarts(): void {
    this.#startedAt = this.parts.now();
  }

  async report(...bodies: ReportBody[]): Promise<void> {
    for (const body of bodies) this.#kept.push({ number: ++this.#number, reportedAt: this.parts.now(), body });
    if (this.isHeard) await this.#deliver();
  }

  async sayHealth(about: Omit<PayloadOf<'health'>, 'uptimeMs' | 'at' | 'agentVersion'>): Promise<void> {
    const now = this.parts.now();
    const uptimeMs = Math.max(0, now - this.#startedAt);
    await this.#say('health', 'health', {
      uptimeMs,
      machineUptimeMs: uptimeMs,
      at: now,
      agentVersion: '0.1.0',
      ...about,
    });
  }

  async #deliver(): Promise<void> {
    const { installationId } = this.parts;
    while (this.#kept.length > 0) {
      const reports = this.#kept.splice(0, MAX_REPORTS_PER_MESSAGE);
      const lowestHeld = reports[0]?.number ?? 1;
      await this.#say('report', 'report', { storeId: this.#storeId, installationId, lowestHeld, reports });
    }
  }

  #presence(state: 'online' | 'offline'): Promise<void> {
    const { installationId } = this.parts;
    const about = { protocol: 1, agentVersion: '0.1.0', capabilities: [] };
    return this.#say('presence', 'presence', { state, installationId, connection: this.#connection, ...about });
  }

  async #say<N extends DocumentName>(name: N, kind: DeviceMessageKind, payload: PayloadOf<N>): Promise<void> {
    const { deviceId, deploymentId, ether } = this.parts;
    const subject = subjects.device(deviceId, kind);
    const sealed = await sealDocument(name, subject, deploymentId, payload, this.#signer);
    await ether.publish(topicOf(subject), sealed, { qos: 1, retain: kind === 'presence' });
  }
}
