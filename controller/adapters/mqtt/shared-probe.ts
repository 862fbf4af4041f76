/**
 * Finds out whether `$share` subscriptions work: a message to a shared subscription of ours must come back exactly
 * once. Some brokers grant them and deliver nothing (aedes), and then plain subscriptions are used instead.
 */
import { probeTopic } from '@loa-lang/schemas/wire/topics';
import type { ArrivedPacket, MqttConnection } from './mqtt-connection.ts';

/** Group name of all controllers of a deployment. */
const SHARE_GROUP = 'loa';

export const sharedFilter = (filter: string): string => `$share/${SHARE_GROUP}/${filter}`;

/** After the fence came, how long a slower shared copy may take. */
const GRACE_MS = 250;
const TIMEOUT_MS = 3000;

export class SharedProbe {
  private readonly topic: string;
  private copies = 0;
  private fenced: (() => void) | undefined;

  /** @param token unique to this connection, so that no other controller shares the probe */
  constructor(token: string) {
    this.topic = probeTopic(token);
  }

  /** Whether the packet belonged to the probe. */
  take(packet: ArrivedPacket): boolean {
    if (packet.topic === `${this.topic}/shared`) this.copies++;
    else if (packet.topic === `${this.topic}/fence`) this.fenced?.();
    else return false;
    return true;
  }

  async run(connection: MqttConnection): Promise<boolean> {
    const fence = new Promise<void>((resolve) => {
      this.fenced = resolve;
      setTimeout(resolve, TIMEOUT_MS).unref();
    });
    const granted = await connection.subscribe([sharedFilter(`${this.topic}/shared`)]);
    if (!granted || !(await connection.subscribe([`${this.topic}/fence`]))) return false;
    const once = { qos: 1, retain: false, timeoutMs: TIMEOUT_MS } as const;
    await connection.publish(`${this.topic}/shared`, new Uint8Array([1]), once);
    await connection.publish(`${this.topic}/fence`, new Uint8Array([1]), once);
    await fence;
    if (this.copies === 0) await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
    return this.copies === 1;
  }
}
