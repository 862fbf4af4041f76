/**
 * What of audio was really published, seen twice: by a subscriber at the broker who takes every chunk, and by the
 * controller's own count, as its events tell it.
 */
import type { AssetId } from '@loa-lang/schemas/ids';
import { parseTopic, topicOf } from '@loa-lang/schemas/wire/topics';
import mqtt, { type MqttClient } from 'mqtt';
import type { MadeDevice } from '../../support/world/commune.ts';
import type { ControllerProcess } from '../../support/world/controller-process.ts';

export interface PublishedChunk {
  index: number;
  bytes: number;
  /** `performance.now()` when the subscriber had it */
  at: number;
}

interface PushEvent {
  type: 'push';
  assetId: AssetId;
  publishedBytes: number;
}

export class AudioWatch {
  readonly #client: MqttClient;
  readonly #events = new AbortController();
  readonly #chunks = new Map<AssetId, PublishedChunk[]>();
  readonly #counted = new Map<AssetId, number>();

  private constructor(client: MqttClient) {
    this.#client = client;
  }

  /** @param device any; its agent is not disturbed */
  static async start({ deviceId }: MadeDevice, controller: ControllerProcess): Promise<AudioWatch> {
    const client = await mqtt.connectAsync(controller.mqttUrl, {
      clientId: `${deviceId}.watch`,
      username: deviceId,
      password: await controller.devicePassword(deviceId),
    });
    const watch = new AudioWatch(client);
    client.on('message', (topic, payload) => {
      const parsed = parseTopic(topic);
      if (parsed?.kind !== 'chunk') return;
      watch.of(parsed.assetId).push({ index: parsed.index, bytes: payload.length, at: performance.now() });
    });
    await client.subscribeAsync(topicOf('audio/#'), { qos: 0 });
    void controller.api.events('/events', watch.#events.signal, (event) => {
      const { type, assetId, publishedBytes } = event as PushEvent;
      if (type === 'push') watch.#counted.set(assetId, publishedBytes);
    });
    return watch;
  }

  /** Every chunk that was published so far, in order, repeated ones too. */
  of(assetId: AssetId): PublishedChunk[] {
    const chunks = this.#chunks.get(assetId) ?? [];
    this.#chunks.set(assetId, chunks);
    return chunks;
  }

  /** Bytes by the controller's own count; told exactly at the end of each pass. */
  countedByController(assetId: AssetId): number {
    return this.#counted.get(assetId) ?? 0;
  }

  async stop(): Promise<void> {
    this.#events.abort();
    await this.#client.endAsync(true);
  }
}
