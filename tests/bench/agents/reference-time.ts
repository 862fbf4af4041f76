/**
 * The controller's time as this machine's CLOCK_MONOTONIC, by a device of its own next to the broker: each exchange
 * bounds the difference from both sides, within a fraction of a millisecond.
 */
import { randomBytes } from 'node:crypto';
import { type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { SyncAnswer, SyncRequest } from '@loa-lang/schemas/wire/sync';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import mqtt, { type MqttClient } from 'mqtt';
import { type MadeDevice, signerOf } from '../../support/world/commune.ts';
import type { ControllerProcess } from '../../support/world/controller-process.ts';

interface Bounds {
  /** monotonic instant */
  at: number;
  /** controller minus monotonic */
  offset: number;
  halfWidth: number;
}

const EVERY_MS = 250;
/** Exchanges so near to an instant may stand for it. */
const NEAR_MS = 10_000;

const monotonic = (): number => Number(process.hrtime.bigint()) / 1e6;

export class ReferenceTime {
  readonly #device: MadeDevice;
  readonly #deploymentId: string;
  readonly #client: MqttClient;
  readonly #signer: SigningIdentity;
  readonly #sent = new Map<string, number>();
  readonly #bounds: Bounds[] = [];
  /** as of the last answer: who holds less gets, and with it everybody, the documents again */
  #held: SyncRequest['held'] = { plans: {} };
  #timer: NodeJS.Timeout | undefined;

  private constructor(device: MadeDevice, deploymentId: string, client: MqttClient, signer: SigningIdentity) {
    this.#device = device;
    this.#deploymentId = deploymentId;
    this.#client = client;
    this.#signer = signer;
  }

  static async start(device: MadeDevice, controller: ControllerProcess): Promise<ReferenceTime> {
    const { deviceId } = device;
    const client = await mqtt.connectAsync(controller.mqttUrl, {
      clientId: `${deviceId}.reference`,
      username: deviceId,
      password: await controller.devicePassword(deviceId),
    });
    const reference = new ReferenceTime(device, controller.deployment.id, client, await signerOf(device));
    client.on('message', (_, payload) => reference.#take(payload, monotonic()));
    await client.subscribeAsync(topicOf(subjects.device(deviceId, 'sync')), { qos: 1 });
    reference.#timer = setInterval(() => void reference.#ask(), EVERY_MS);
    return reference;
  }

  /** Monotonic instant of a controller instant, by the tightest exchange near it. */
  monotonicAt(controllerMs: number): { at: number; halfWidthMs: number } {
    const best = this.#bounds
      .filter(({ at, offset }) => Math.abs(at + offset - controllerMs) < NEAR_MS)
      .reduce<Bounds | undefined>((a, b) => (a === undefined || b.halfWidth < a.halfWidth ? b : a), undefined);
    if (best === undefined) throw new Error('no exchange near that instant');
    return { at: controllerMs - best.offset, halfWidthMs: best.halfWidth };
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#client.endAsync(true);
  }

  async #ask(): Promise<void> {
    const nonce = randomBytes(16).toString('base64url');
    const { deviceId } = this.#device;
    const subject = subjects.device(deviceId, 'sync-request');
    const request = {
      nonce,
      installationId: 'reference',
      sentAtMs: monotonic(),
      storeId: 'reference',
      held: this.#held,
    };
    const sealed = await sealDocument('syncRequest', subject, this.#deploymentId, request, this.#signer);
    this.#sent.set(nonce, monotonic());
    this.#client.publish(topicOf(subject), Buffer.from(sealed));
  }

  #take(payload: Buffer, arrivedAt: number): void {
    const body = payload.toString('latin1').split('.')[1] ?? '';
    const answer = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as SyncAnswer;
    const sentAt = this.#sent.get(answer.nonce);
    if (sentAt === undefined) return;
    this.#sent.delete(answer.nonce);
    this.#held = answer.latest;
    const upper = answer.receivedAt - sentAt;
    const lower = answer.answeredAt - arrivedAt;
    this.#bounds.push({ at: (sentAt + arrivedAt) / 2, offset: (upper + lower) / 2, halfWidth: (upper - lower) / 2 });
  }
}
