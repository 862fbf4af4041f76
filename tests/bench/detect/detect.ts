/** From the death of a device, or of its link, until it is seen offline and until its incident is open. */
import { setTimeout as sleep } from 'node:timers/promises';
import { World } from '../../support/world/world.ts';
import { atMost, type Bench, type BenchResult, distribution, percentile } from '../bench.ts';
import { untilLost, WatchedEvents } from './watched-events.ts';

const AGENTS = 40;
const HAMLETS = 10;
/** Connections begin, and so ping, evenly over a keepalive. */
const STAGGER_MS = 750;
/** EN 54-16: a fault of a voice alarm is indicated within this. */
const INCIDENT_WITHIN_MS = 100_000;
/** One and a half keepalives of 30 s. */
const OFFLINE_MS = 45_000;
const PATIENCE_MS = 150_000;

export const detect: Bench = {
  name: 'detect',
  what: 'death of a device, and loss of its link, until it is seen offline and until its incident is open',
  async run(log): Promise<BenchResult> {
    const world = await World.make({ hamlets: HAMLETS, clusters: AGENTS });
    let events: WatchedEvents | undefined;
    try {
      const { devices } = world.commune;
      const ids = devices.map(({ deviceId }) => deviceId);
      const fleet = await world.startFleet(devices, {}, STAGGER_MS);
      await world.untilReady();
      const { httpUrl } = world.controller;
      const watched = await WatchedEvents.open(httpUrl);
      events = watched;
      // nobody is called lost in the first minutes of a controller
      await sleep(60_000);
      const lost = async (what: string, since: number) => {
        const from = (instants: number[]) => instants.map((at) => at - since);
        const offline = from(await watched.offline(ids, since, PATIENCE_MS));
        log(`${what}: offline after ${summary(offline)}`);
        const open = from(await untilLost(httpUrl, ids, true, PATIENCE_MS));
        log(`${what}: incident after ${summary(open)}`);
        return { offline, open };
      };

      // a stopped process says nothing, and its connection stays: as if the network or the power were gone
      let at = performance.now();
      process.kill(fleet.pid, 'SIGSTOP');
      const link = await lost('link lost', at);
      process.kill(fleet.pid, 'SIGCONT');
      await untilLost(httpUrl, ids, false, 2 * PATIENCE_MS);
      log('all are back');
      at = performance.now();
      await fleet.child.kill();
      const death = await lost('process killed', at);
      return {
        conditions: {
          agents: AGENTS,
          broker: 'embedded',
          keepaliveSeconds: 30,
          seenBy: 'events and the list of incidents, every 250 ms',
        },
        figures: [
          atMost('link lost to offline p50', percentile(link.offline, 0.5), OFFLINE_MS, 'ms'),
          ...distribution('link lost to offline', link.offline, 'ms'),
          atMost('link lost to open incident p99', percentile(link.open, 0.99), INCIDENT_WITHIN_MS, 'ms'),
          ...distribution('link lost to open incident', link.open, 'ms'),
          ...distribution('process killed to offline', death.offline, 'ms'),
          atMost('process killed to open incident p99', percentile(death.open, 0.99), INCIDENT_WITHIN_MS, 'ms'),
          ...distribution('process killed to open incident', death.open, 'ms'),
        ],
      };
    } finally {
      events?.close();
      await world.stop();
    }
  },
};

const summary = (values: readonly number[]): string =>
  [0.5, 0.99, 1].map((share) => `${(percentile(values, share) / 1000).toFixed(1)} s`).join(', ');
