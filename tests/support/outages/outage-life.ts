/** What happens to a commune in a month, drawn from a seed, and what of it was real. */
import type { OutageWorld, Span } from './outage-world.ts';
import type { SimDevice } from './sim-device.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Devices that went dark at once for one reason. */
export interface Cut extends Span {
  deviceIds: string[];
  planned: boolean;
}

export interface Truth {
  cuts: Cut[];
  hot: (Span & { deviceId: string })[];
  doors: (Span & { deviceId: string })[];
  stuck: (Span & { deviceId: string })[];
}

export function draw(world: OutageWorld, days: number): Truth {
  const { time, fleet, between, random } = world;
  const truth: Truth = { cuts: [], hot: [], doors: [], stuck: [] };
  const start = time.now();
  // the last day is left for everything to come back
  const end = start + Math.max(0.5, days - 1) * DAY;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const someday = (): number => between(start + 15 * MINUTE, end);
  /** @param perMonth of each */
  const often = (perMonth: number, what: (at: number) => void): void => {
    const expected = (perMonth * days) / 30;
    const times = Math.floor(expected) + (random() < expected % 1 ? 1 : 0);
    for (let n = 0; n < times; n++) what(someday());
  };
  const lose = (device: SimDevice, why: 'dead' | 'link' | 'off', from: number, forMs: number): void => {
    time.at(from, () => device.lose(why));
    time.at(from + forMs, () => device.regain(why));
  };
  const cut = (devices: readonly SimDevice[], from: number, forMs: number, planned: boolean): void => {
    truth.cuts.push({ from, until: from + forMs, deviceIds: devices.map(({ id }) => id), planned });
    for (const device of devices) {
      time.at(from + between(0, 2 * SECOND), () => device.setMains(false));
      // a line is switched on in parts
      time.at(from + forMs + between(0, 3 * MINUTE), () => device.setMains(true));
    }
  };
  const hamlets = [...new Set(fleet.map(({ parts }) => parts.hamletId))];

  for (const device of fleet) {
    often(0.3, (at) => lose(device, 'dead', at, between(2 * HOUR, 30 * HOUR)));
    often(1, (at) => time.at(at, () => device.crash()));
    often(2, (at) => time.at(at, () => device.restart(pick([between(5, 20), between(45, 100)]) * SECOND)));
    often(12, (at) => lose(device, 'link', at, between(3, 25) * SECOND));
    often(10, (at) => time.at(at, () => device.reset()));
    often(3, (at) => lose(device, 'link', at, between(3, 180) * MINUTE));
    often(20, (at) => spike(device, at));
    often(0.3, (at) => {
      const until = at + between(1, 8) * HOUR;
      truth.hot.push({ deviceId: device.id, from: at, until });
      time.at(at, () => heat(device, 88));
      time.at(until, () => heat(device, 55));
    });
    often(1, (at) => open(device, at, between(3, 30) * SECOND));
    often(0.2, (at) => open(device, at, between(5, 120) * MINUTE));
    often(0.2, (at) => {
      const until = at + between(2, 10) * HOUR;
      truth.stuck.push({ deviceId: device.id, from: at, until });
      time.at(at, () => {
        device.stuck = true;
      });
      time.at(until, () => {
        device.stuck = false;
      });
    });
    often(0.5, (at) => {
      const forMs = between(10, 60) * MINUTE;
      world.works.push({ deviceId: device.id, from: at - MINUTE, until: at + forMs + 5 * MINUTE });
      lose(device, 'off', at, forMs);
    });
  }
  for (const hamletId of hamlets) {
    often(1, (at) => cut(world.in(hamletId), at, between(20, 300) * MINUTE, false));
    often(3, (at) => flicker(world.in(hamletId), at));
    often(0.4, (at) => {
      const forMs = between(1, 6) * HOUR;
      world.planned.push({ hamletId, from: at, until: at + forMs });
      cut(world.in(hamletId), at + between(-5, 5) * MINUTE, forMs + between(-20, 5) * MINUTE, true);
    });
  }
  often(1, (at) => {
    const line = Math.floor(between(0, hamlets.length - 3));
    cut(
      hamlets.slice(line, line + 3).flatMap((hamletId) => world.in(hamletId)),
      at,
      between(20, 200) * MINUTE,
      false,
    );
  });
  often(0.7, (at) => cut(fleet, at, between(20, 120) * MINUTE, false));
  often(6, (at) => away(at, 5 * SECOND));
  often(0.7, (at) => away(at, between(2, 15) * MINUTE));
  if (!world.embedded) {
    often(6, (at) => {
      time.at(at, () => world.stopController());
      time.at(at + between(8, 120) * SECOND, () => world.startController());
    });
  }
  return truth;

  /** Broker, and with an embedded one the controller. */
  function away(at: number, forMs: number): void {
    time.at(at, () => {
      world.crashBroker();
      if (world.embedded) world.stopController();
    });
    time.at(at + forMs, () => (world.embedded ? world.startController() : world.raiseBroker()));
  }
  function heat(device: SimDevice, temperatureC: number): void {
    device.temperatureC = temperatureC;
    device.changed();
  }
  function spike(device: SimDevice, at: number): void {
    time.at(at, () => heat(device, 82));
    time.at(at + between(5, 40) * SECOND, () => heat(device, 60));
  }
  function open(device: SimDevice, at: number, forMs: number): void {
    truth.doors.push({ deviceId: device.id, from: at, until: at + forMs });
    time.at(at, () => {
      device.door = 'open';
      device.changed();
    });
    time.at(at + forMs, () => {
      device.door = 'closed';
      device.changed();
    });
  }
  /** Batteries see it; without one a board is started anew. */
  function flicker(devices: readonly SimDevice[], at: number): void {
    for (const device of devices.filter(({ parts }) => parts.batteryMs > 0)) {
      time.at(at, () => device.setMains(false));
      time.at(at + 4 * SECOND, () => device.setMains(true));
    }
  }
}
