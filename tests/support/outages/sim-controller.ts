/** The real services that judge devices, over stores in memory. */

import type { DeviceMessage, DeviceMessages } from '@loa-lang/controller/services/device-traffic/device-messages';
import { PresenceTracker } from '@loa-lang/controller/services/device-traffic/track-presence';
import { BrokerHearing } from '@loa-lang/controller/services/incidents/broker-hearing';
import { DeviceIncidents } from '@loa-lang/controller/services/incidents/watch-devices';
import { SilentDevicesWatch } from '@loa-lang/controller/services/watch/watch-silent-devices';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { Presence } from '@loa-lang/schemas/wire/presence';
import type { MemoryBook } from './memory-book.ts';
import type { MemoryDevices } from './memory-devices.ts';
import type { SimBroker } from './sim-broker.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface ControllerParts {
  time: VirtualTime;
  broker: SimBroker;
  devices: MemoryDevices;
  book: MemoryBook;
  onProblem: (problem: string, cause: unknown) => void;
}

/** One run of the program. */
export class SimController {
  readonly #parts: ControllerParts;
  readonly #hearing: BrokerHearing;
  readonly #incidents: DeviceIncidents;
  readonly #silent: SilentDevicesWatch;
  readonly #listeners: ((connected: boolean) => void)[] = [];
  #take: ((message: DeviceMessage<'presence'>) => Promise<void>) | undefined;
  #isConnected = false;
  #silenceLookedAt = 0;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    const { time: clock, devices, book, onProblem } = parts;
    const self = this;
    const transport = {
      get connected() {
        return self.#isConnected;
      },
      onConnection: (listener: (connected: boolean) => void) => void this.#listeners.push(listener),
    };
    const feed = { emit: () => undefined, subscribe: () => () => undefined };
    const incidents = {
      raise: (kind: IncidentKind, subject: string, detail: string, at: number) =>
        book.raise({ kind, subject, detail }, at),
      clear: (kind: IncidentKind, subject: string, at: number) => book.clear(kind, subject, at),
    };
    const alarms = { incidents, openIncidents: book, clock, onProblem };
    this.#hearing = new BrokerHearing({ ...alarms, transport });
    const leases = { take: async () => true, release: async () => undefined };
    this.#incidents = new DeviceIncidents({
      states: devices,
      book,
      feed,
      hearing: this.#hearing,
      leases,
      clock,
      onProblem,
    });
    this.#silent = new SilentDevicesWatch({ ...alarms, silent: devices, hearing: this.#hearing });
    const messages = {
      on: (_: string, __: object, handle: (message: DeviceMessage<'presence'>) => Promise<void>) => {
        this.#take = handle;
      },
      acceptInstallation: async () => true,
      raise: async () => undefined,
    } as unknown as DeviceMessages;
    new PresenceTracker({ messages, registry: devices as never, feed, clock }).start();
  }

  async start(): Promise<void> {
    // its timers are this simulation's
    this.#silent.start();
    await this.#silent.stop();
  }

  async connect(): Promise<void> {
    if (this.#isConnected || !this.#parts.broker.up) return;
    this.#isConnected = true;
    await this.#parts.broker.attach(async (deviceId, payload: Presence) => {
      const message = { device: { deviceId }, payload, receivedAt: this.#parts.time.now() };
      await this.#take?.(message as unknown as DeviceMessage<'presence'>);
    });
    for (const listener of this.#listeners) listener(true);
  }

  disconnect(): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#parts.broker.detach();
    for (const listener of this.#listeners) listener(false);
  }

  async look(): Promise<void> {
    await this.#hearing.look();
    await this.#incidents.look();
    const now = this.#parts.time.now();
    if (now - this.#silenceLookedAt < 60_000) return;
    this.#silenceLookedAt = now;
    await this.#silent.look();
  }
}
