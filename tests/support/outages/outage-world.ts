/** A commune of eighteen clusters in twelve hamlets, its broker and its controller. */
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import { seededRandom } from '../seeded-random.ts';
import { MemoryBook } from './memory-book.ts';
import { MemoryDevices } from './memory-devices.ts';
import { SimBroker } from './sim-broker.ts';
import { SimController } from './sim-controller.ts';
import { SimDevice } from './sim-device.ts';
import { VirtualTime } from './virtual-time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const LOOK = 5 * SECOND;
/** clusters of each hamlet */
const SIZES = [3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 2];
const START = Date.parse('2026-12-01T00:00:00+07:00');

export interface Span {
  from: number;
  until: number;
}
export interface PlannedSpan extends Span {
  hamletId: string;
}
export interface WorkSpan extends Span {
  deviceId: string;
}

export class OutageWorld {
  readonly time = new VirtualTime(START);
  readonly random: () => number;
  readonly book = new MemoryBook();
  readonly devices = new MemoryDevices();
  readonly broker = new SimBroker(this.time);
  readonly fleet: SimDevice[] = [];
  readonly problems: string[] = [];
  /** what was said ahead, and when somebody worked where */
  readonly planned: PlannedSpan[] = [];
  readonly works: WorkSpan[] = [];
  /** when the controller heard nothing */
  readonly deaf: Span[] = [];
  /** when the broker was away and the controller was not */
  readonly brokerAway: Span[] = [];
  /** broker and controller are one process */
  readonly embedded: boolean;
  #controller: SimController | undefined;
  #deafSince: number | undefined = START;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.embedded = seed % 2 === 0;
    SIZES.forEach((size, h) => {
      for (let n = 0; n < size; n++) this.#add(`h${h}`, `h${h}-${n}`);
    });
    this.book.isExpected = (kind, subject, at) => this.#isExpected(kind, subject, at);
    this.book.unpoweredAt = (at) =>
      this.planned
        .filter((each) => each.from - 10 * MINUTE <= at && at < each.until + 15 * MINUTE)
        .map((each) => each.hamletId);
  }

  between = (least: number, most: number): number => least + this.random() * (most - least);

  in(hamletId: string): SimDevice[] {
    return this.fleet.filter(({ parts }) => parts.hamletId === hamletId);
  }

  async startController(): Promise<void> {
    if (this.embedded) {
      this.devices.allOffline(this.time.now());
      this.broker.up = true;
    }
    const { time, broker, devices, book } = this;
    const onProblem = (problem: string, cause: unknown) => this.problems.push(`${problem}: ${String(cause)}`);
    this.#controller = new SimController({ time, broker, devices, book, onProblem });
    await this.#controller.start();
    await this.connectController();
  }

  async connectController(): Promise<void> {
    await this.#controller?.connect();
    if (!this.broker.hears) return;
    if (this.#deafSince !== undefined) this.deaf.push({ from: this.#deafSince, until: this.time.now() });
    this.#deafSince = undefined;
  }

  stopController(): void {
    this.#deafSince ??= this.time.now();
    this.#controller?.disconnect();
    this.#controller = undefined;
  }

  /** Its connections end at once; the controller's with them. */
  crashBroker(): void {
    this.#deafSince ??= this.time.now();
    this.#controller?.disconnect();
    const ended = this.fleet.map((device) => ({ device, after: this.between(0, SECOND) }));
    this.broker.crash(this.embedded);
    for (const { device, after } of ended) this.time.in(after, () => device.reset());
  }

  async raiseBroker(): Promise<void> {
    this.broker.up = true;
    const from = this.#deafSince;
    if (from !== undefined && this.#controller !== undefined) this.brokerAway.push({ from, until: this.time.now() });
    await this.connectController();
  }

  async run(days: number): Promise<void> {
    const end = START + days * 24 * HOUR;
    for (let at = START + LOOK; at <= end; at += LOOK) {
      await this.time.runTo(at);
      await this.#controller?.look();
    }
    if (this.#deafSince !== undefined) this.deaf.push({ from: this.#deafSince, until: end });
  }

  #add(hamletId: string, id: string): void {
    const { time, broker, devices, random } = this;
    devices.add({ deviceId: id, clusterId: `c-${id}`, hamletId, hamletName: hamletId, communeId: 'xa' });
    const batteryMs = random() < 0.25 ? this.between(1, 5) * HOUR : 0;
    const device = new SimDevice({ id, hamletId, slow: random() < 0.15, batteryMs, time, broker, devices, random });
    this.fleet.push(device);
    device.start(this.between(0, MINUTE));
  }

  /** As the database answers it. */
  #isExpected(kind: IncidentKind, subject: string, at: number): boolean {
    const device = this.fleet.find(({ id }) => id === subject);
    const hamletId = device?.parts.hamletId ?? subject;
    const isPower = !['device-hot', 'door-open'].includes(kind);
    const isOff = isPower && this.book.unpoweredAt(at).includes(hamletId);
    const isWorked = this.works.some(
      (each) => each.deviceId === subject && each.from <= at && at < each.until + 2 * MINUTE,
    );
    return isOff || isWorked;
  }
}
