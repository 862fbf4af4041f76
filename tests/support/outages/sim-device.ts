/** A device on its pole: power, battery, network, and an agent that dials as the real one does. */
import {
  afterFailedDial,
  afterLoss,
  DEFAULT_REDIAL_POLICY,
  type DialHistory,
  type LossCause,
  NO_HISTORY,
  redialDelayMs,
} from '@loa-lang/device-agent/adapters/mqtt/redial-delay';
import type { Health } from '@loa-lang/schemas/wire/health';
import type { MemoryDevices } from './memory-devices.ts';
import type { Session, SimBroker } from './sim-broker.ts';
import type { VirtualTime } from './virtual-time.ts';

const SPREAD = 30_000;
const MINUTE = 60_000;

export interface SimDeviceParts {
  id: string;
  hamletId: string;
  /** connections take four to ten seconds, and one in twenty fails: EDGE at the edge of a cell */
  slow: boolean;
  /** runs on for so long without mains */
  batteryMs: number;
  time: VirtualTime;
  broker: SimBroker;
  devices: MemoryDevices;
  random: () => number;
}

/** Why nothing of it can get through; several may hold at once. */
export type Want = 'power' | 'dead' | 'link' | 'off';

export class SimDevice {
  readonly parts: SimDeviceParts;
  readonly wants = new Set<Want>();
  /** when it could not be reached, for whatever reason of its own */
  readonly gaps: { from: number; until: number | undefined }[] = [];
  readonly onBattery: { from: number; until: number | undefined }[] = [];
  readonly starts: number[] = [];
  temperatureC = 55;
  door: 'open' | 'closed' = 'closed';
  /** it answers pings, and nothing else */
  stuck = false;
  #mains = true;
  #session: Session | undefined;
  #connection = 0;
  #history: DialHistory = NO_HISTORY;
  /** of the program: what it had meant to do is forgotten with it */
  #run = 0;
  #startedAt = 0;
  #round = 0;
  #isRunning = false;

  constructor(parts: SimDeviceParts) {
    this.parts = parts;
    const { time } = parts;
    time.in(this.#between(0, 15 * MINUTE), () => this.#sync());
    time.in(this.#between(0, 30 * MINUTE), () => this.#sampleRegularly());
  }

  get id(): string {
    return this.parts.id;
  }

  start(bootMs: number): void {
    const run = ++this.#run;
    this.parts.time.in(bootMs, () => {
      if (run !== this.#run || this.#isDown) return;
      this.#isRunning = true;
      this.#history = NO_HISTORY;
      this.#startedAt = this.parts.time.now();
      this.starts.push(this.#startedAt);
      this.#close();
      void this.#dial(run);
    });
  }

  lose(want: Want): void {
    this.wants.add(want);
    if (want !== 'link') this.#halt();
    this.#open();
    if (this.#session !== undefined) this.parts.broker.cut(this.#session);
    if (want !== 'link') this.#session = undefined;
    const run = this.#run;
    const session = this.#session;
    // no answer to a ping
    if (session !== undefined) this.parts.time.in(this.#between(30_000, 45_000), () => this.#noticed(run, session));
  }

  regain(want: Want): void {
    this.wants.delete(want);
    if (want !== 'link' && !this.#isRunning && !this.#isDown) this.start(this.#between(40_000, 90_000));
    if (this.wants.size > 0) return;
    if (this.#isRunning) this.#close();
    const session = this.#session;
    if (session === undefined || this.parts.broker.mend(session)) return;
    const run = this.#run;
    this.parts.time.in(this.#between(200, 6000), () => this.#lost(run, session, 'remote'));
  }

  setMains(on: boolean): void {
    if (on === this.#mains) return;
    this.#mains = on;
    const { batteryMs, time } = this.parts;
    if (on) {
      const span = this.onBattery.at(-1);
      if (span !== undefined) span.until ??= time.now();
      if (this.wants.has('power')) this.regain('power');
      else this.changed();
      return;
    }
    if (batteryMs === 0) {
      this.lose('power');
      return;
    }
    const span: { from: number; until: number | undefined } = { from: time.now(), until: undefined };
    this.onBattery.push(span);
    this.changed();
    time.in(batteryMs, () => {
      if (span.until !== undefined) return;
      span.until = time.now();
      this.lose('power');
    });
  }

  /** With a goodbye; back after so long. */
  async restart(ms: number): Promise<void> {
    if (!this.#isRunning || this.#session === undefined || this.wants.size > 0) return;
    const session = this.#session;
    this.#halt();
    this.#session = undefined;
    await this.parts.broker.end(session, true);
    this.start(ms);
  }

  /** The program dies, and the system closes its connection. */
  async crash(): Promise<void> {
    if (!this.#isRunning) return;
    const session = this.#session;
    this.#halt();
    this.#session = undefined;
    if (session !== undefined && this.wants.size === 0) await this.parts.broker.end(session);
    this.start(5000);
  }

  /** The other side is gone: the broker, or a carrier that forgot the connection. */
  async reset(): Promise<void> {
    const session = this.#session;
    if (session === undefined || this.wants.size > 0) return;
    await this.parts.broker.end(session);
    this.#lost(this.#run, session, 'remote');
  }

  sample(): void {
    const { broker, devices, time } = this.parts;
    if (!this.#isHeard || !broker.hears || this.stuck) return;
    const health: Health = {
      ...{ uptimeMs: time.now() - this.#startedAt, at: time.now(), agentVersion: '1', door: this.door },
      ...{ cpu: { temperatureC: this.temperatureC }, supply: { source: this.#mains ? 'mains' : 'battery' } },
    };
    devices.recordHealth(this.id, health, time.now());
  }

  /** A state has changed: said at once, and every minute while it is ill. */
  changed(): void {
    this.sample();
    const round = ++this.#round;
    const again = (): void => {
      if (round !== this.#round || !this.#isIll) return;
      this.sample();
      this.parts.time.in(MINUTE, again);
    };
    this.parts.time.in(MINUTE, again);
  }

  get #isIll(): boolean {
    return !this.#mains || this.temperatureC >= 75 || this.door === 'open';
  }

  get #isDown(): boolean {
    return this.wants.has('power') || this.wants.has('dead') || this.wants.has('off');
  }

  get #isHeard(): boolean {
    return this.#session !== undefined && this.wants.size === 0 && this.parts.broker.up;
  }

  #between(least: number, most: number): number {
    return least + this.parts.random() * (most - least);
  }

  #halt(): void {
    this.#run++;
    this.#isRunning = false;
  }

  #open(): void {
    if (this.gaps.at(-1)?.until !== undefined || this.gaps.length === 0) {
      this.gaps.push({ from: this.parts.time.now(), until: undefined });
    }
  }

  #close(): void {
    const gap = this.gaps.at(-1);
    if (gap !== undefined && this.wants.size === 0) gap.until ??= this.parts.time.now();
  }

  #noticed(run: number, session: Session): void {
    if (run === this.#run && session === this.#session && session.cutAt !== undefined)
      this.#lost(run, session, 'local');
  }

  #lost(run: number, session: Session, cause: LossCause): void {
    if (run !== this.#run || session !== this.#session) return;
    this.#session = undefined;
    this.#history = afterLoss(this.#history, this.parts.time.now() - session.since, cause, DEFAULT_REDIAL_POLICY);
    this.#redial(run);
  }

  #redial(run: number): void {
    const wait = redialDelayMs(this.#history, SPREAD, DEFAULT_REDIAL_POLICY, this.parts.random());
    this.parts.time.in(wait, () => this.#dial(run));
  }

  #dial(run: number): void {
    if (run !== this.#run || this.#session !== undefined) return;
    const { broker, time, slow, random } = this.parts;
    const hasPath = this.wants.size === 0 && !(slow && random() < SLOW_FAILS);
    const [least, most] = !hasPath ? NO_ANSWER : !broker.up ? REFUSED : slow ? SLOW : FAST;
    const takes = this.#between(least, most);
    time.in(takes, async () => {
      if (run !== this.#run || this.#session !== undefined) return;
      if (hasPath && broker.up && this.wants.size === 0) {
        this.#session = await broker.connect(this.id, ++this.#connection);
        this.#sayAll();
        return;
      }
      this.#history = afterFailedDial(this.#history, hasPath ? 'remote' : 'local');
      this.#redial(run);
    });
  }

  #sayAll(): void {
    this.sample();
    if (this.parts.broker.hears && !this.stuck) this.parts.devices.recordSync(this.id, this.parts.time.now());
  }

  #sync(): void {
    const { time, devices, broker } = this.parts;
    if (this.#isHeard && broker.hears && !this.stuck) devices.recordSync(this.id, time.now());
    time.in(this.#between(13.5, 16.5) * MINUTE, () => this.#sync());
  }

  #sampleRegularly(): void {
    this.sample();
    this.parts.time.in(30 * MINUTE, () => this.#sampleRegularly());
  }
}

/** Of its attempts. */
const SLOW_FAILS = 0.05;
/** How long an attempt takes. */
const SLOW = [4000, 10_000] as const;
const FAST = [500, 3000] as const;
const REFUSED = [20, 50] as const;
const NO_ANSWER = [1000, 15_000] as const;
