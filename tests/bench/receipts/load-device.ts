/** One device of the load generator: sends its signed reports in order and forgets each when it is acknowledged. */
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import mqtt, { type MqttClient } from 'mqtt';

/** As an agent: what is not acknowledged by then is sent again. */
const RESEND_MS = 5000;

export class LoadDevice {
  readonly ackDelaysMs: number[] = [];
  sent = 0;
  acked = 0;
  resent = 0;
  readonly #deviceId: string;
  readonly #password: string;
  readonly #url: string;
  readonly #messages: readonly Buffer[];
  readonly #window: number;
  readonly #sentAt: number[] = [];
  #lastProgressAt = 0;
  #client: MqttClient | undefined;

  constructor(
    { deviceId, password }: { deviceId: string; password: string },
    url: string,
    messages: readonly Buffer[],
    window: number,
  ) {
    this.#deviceId = deviceId;
    this.#password = password;
    this.#url = url;
    this.#messages = messages;
    this.#window = window;
  }

  async connect(): Promise<void> {
    const client = await mqtt.connectAsync(this.#url, {
      clientId: `${this.#deviceId}.board-${this.#deviceId}`,
      username: this.#deviceId,
      password: this.#password,
      reconnectPeriod: 0,
    });
    client.on('error', (error) => {
      process.stderr.write(`${this.#deviceId}: ${error.message}\n`);
    });
    client.on('message', (_, payload) => this.#takeAck(payload));
    await client.subscribeAsync(topicOf(subjects.device(this.#deviceId, 'ack')), { qos: 1 });
    this.#client = client;
  }

  /** @returns false when nothing may be sent now */
  sendNext(now: number): boolean {
    if (this.sent >= this.#messages.length || this.sent - this.acked >= this.#window) return false;
    if (this.sent === this.acked) this.#lastProgressAt = now;
    this.#sentAt[this.sent] = now;
    this.#publish(this.sent++);
    return true;
  }

  resendOverdue(now: number): void {
    if (this.sent === this.acked || now - this.#lastProgressAt < RESEND_MS) return;
    this.#lastProgressAt = now;
    for (let index = this.acked; index < this.sent; index++) {
      this.resent++;
      this.#publish(index);
    }
  }

  async disconnect(): Promise<void> {
    await this.#client?.endAsync(true);
  }

  #publish(index: number): void {
    const topic = topicOf(subjects.device(this.#deviceId, 'report'));
    this.#client?.publish(topic, this.#messages[index] as Buffer, { qos: 1 });
  }

  /** The signature is the agent's business; here the number counts. */
  #takeAck(payload: Buffer): void {
    const body = payload.toString('latin1').split('.')[1] ?? '';
    const { contiguous } = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as { contiguous: number };
    const now = performance.now();
    while (this.acked < contiguous) {
      this.ackDelaysMs.push(now - (this.#sentAt[this.acked] ?? now));
      this.acked++;
      this.#lastProgressAt = now;
    }
  }
}
