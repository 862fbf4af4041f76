/** A broker as MQTT has it: last wills after one and a half keepalives, retained messages, connections that it forgets. */
import type { Presence } from '@loa-lang/schemas/wire/presence';
import type { VirtualTime } from './virtual-time.ts';

const KEEPALIVE = 30_000;

export interface Session {
  deviceId: string;
  connection: number;
  since: number;
  /** since when nothing of it gets through */
  cutAt: number | undefined;
}

type Listener = (deviceId: string, presence: Presence) => Promise<void>;

export class SimBroker {
  up = true;
  readonly sessions = new Map<string, Session>();
  readonly retained = new Map<string, Presence>();
  #listener: Listener | undefined;
  readonly #time: VirtualTime;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  /** The controller; what is retained comes first. */
  async attach(listener: Listener): Promise<void> {
    this.#listener = listener;
    for (const [deviceId, presence] of this.retained) await listener(deviceId, presence);
  }

  detach(): void {
    this.#listener = undefined;
  }

  get hears(): boolean {
    return this.#listener !== undefined;
  }

  async connect(deviceId: string, connection: number): Promise<Session> {
    const before = this.sessions.get(deviceId);
    const session = { deviceId, connection, since: this.#time.now(), cutAt: undefined };
    // taken over: the will of the one before comes late
    if (before !== undefined) this.#time.in(1000, () => this.#publish(before, 'offline'));
    this.sessions.set(deviceId, session);
    await this.#publish(session, 'online');
    return session;
  }

  /** Nothing comes any more: pings are due every keepalive since the session began. */
  cut(session: Session): void {
    session.cutAt = this.#time.now();
    const heardAt = session.since + Math.floor((session.cutAt - session.since) / KEEPALIVE) * KEEPALIVE;
    this.#time.at(heardAt + 1.5 * KEEPALIVE, () => {
      if (session.cutAt !== undefined && this.#isThere(session)) return this.end(session);
    });
  }

  /** In time; else the session is gone, which the device learns when it speaks. */
  mend(session: Session): boolean {
    session.cutAt = undefined;
    return this.#isThere(session);
  }

  /** With its last will, or the device's own goodbye. */
  async end(session: Session, goodbye = false): Promise<void> {
    if (!this.#isThere(session)) return;
    this.sessions.delete(session.deviceId);
    await this.#publish(session, 'offline', goodbye);
  }

  /** @param forgets what it retained: kept in memory only */
  crash(forgets: boolean): void {
    this.up = false;
    this.sessions.clear();
    if (forgets) this.retained.clear();
    this.detach();
  }

  #isThere = (session: Session): boolean => this.sessions.get(session.deviceId) === session;

  async #publish({ deviceId, connection }: Session, state: Presence['state'], goodbye = false): Promise<void> {
    const presence: Presence = {
      ...{ state, connection, installationId: deviceId, boot: `${deviceId}-${connection}`, protocol: 1 },
      ...{ agentVersion: '1', capabilities: [], ...(goodbye && { goodbye: true as const }) },
    };
    this.retained.set(deviceId, presence);
    await this.#listener?.(deviceId, presence);
  }
}
