/** What nobody has justified within a day is flagged, and stays an incident until somebody does. */

import { JUSTIFY_WITHIN_MS } from '../../domain/emergency/rules.ts';
import type { EmergencyStore } from '../../ports/emergency-store.ts';
import { type KeepIncidentsDeps, keepIncidents } from '../watch/keep-incidents.ts';

export interface FlagDeps extends KeepIncidentsDeps {
  emergencies: EmergencyStore;
}

export class EmergencyFlags {
  readonly #deps: FlagDeps;

  constructor(deps: FlagDeps) {
    this.#deps = deps;
  }

  /** Idempotent. @throws when the database does not answer */
  async look(): Promise<void> {
    const { emergencies, clock } = this.#deps;
    const flagged = await emergencies.flag(clock.now() - JUSTIFY_WITHIN_MS, clock.now());
    const wanted = new Map(flagged.map(({ id, sentBy }) => [id, sentBy.name]));
    await keepIncidents(this.#deps, 'emergency-unjustified', wanted);
  }

  async justified(id: string): Promise<void> {
    await this.#deps.incidents.clear('emergency-unjustified', id, this.#deps.clock.now());
  }
}
