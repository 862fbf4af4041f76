/** Health of devices: taken in, kept over time, summed up. */
import { PostgresHealthHistory } from '../adapters/postgres/health/health-history.ts';
import { PostgresHealthStore } from '../adapters/postgres/health/health-store.ts';
import type { DeviceMessages } from '../services/device-traffic/device-messages.ts';
import { HealthIngest } from '../services/device-traffic/ingest-health.ts';
import { KeepHistory } from '../services/health/keep-history.ts';
import { SimWatch } from '../services/health/sim-watch.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';

export interface HealthParts {
  ingest: HealthIngest;
  keeping: KeepHistory;
  cards: SimWatch;
  start(shutdown: Shutdown): Promise<void>;
}

export function composeHealth(
  { backgroundPool, clock, incidents }: Pick<Storage, 'backgroundPool' | 'clock' | 'incidents'>,
  stores: Pick<Stores, 'health' | 'incidents'>,
  messages: DeviceMessages,
  onProblem: (problem: string, cause?: unknown) => void,
): HealthParts {
  const common = { clock, onProblem };
  const ingest = new HealthIngest({ ...common, messages, healthStore: new PostgresHealthStore(backgroundPool) });
  const keeping = new KeepHistory({ ...common, history: new PostgresHealthHistory(backgroundPool) });
  const cards = new SimWatch({ ...common, incidents, dataUse: stores.health, openIncidents: stores.incidents });
  return {
    ingest,
    keeping,
    cards,
    async start(shutdown) {
      shutdown.add('history of health', () => keeping.stop());
      await keeping.start();
      shutdown.add('health', () => ingest.stop());
      ingest.start();
      shutdown.add('cards of clusters', () => cards.stop());
      cards.start();
    },
  };
}
