/** What nobody has justified within a day is flagged, and stays an incident until somebody does. */

import { JUSTIFY_WITHIN_MS } from '../../domain/emergency/rules.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { EmergencyStore } from '../../ports/emergency-store.ts';

export interface FlagDeps {
  emergencies: EmergencyStore;
  incidents: IncidentLog;
  clock: Clock;
}

export class EmergencyFlags {
  readonly #deps: FlagDeps;

  constructor(deps: FlagDeps) {
    this.#deps = deps;
  }

  /** Idempotent; whoever looks first flags it. @throws when the database does not answer */
  async look(): Promise<void> {
    const { emergencies, incidents, clock } = this.#deps;
    const now = clock.now();
    for (const { id, sentBy } of await emergencies.flag(now - JUSTIFY_WITHIN_MS, now)) {
      await incidents.raise('emergency-unjustified', id, sentBy.name, now);
    }
  }

  async justified(id: string): Promise<void> {
    await this.#deps.incidents.clear('emergency-unjustified', id, this.#deps.clock.now());
  }
}
