/**
 * Incidents of a watch: raised when something is found, cleared when it is not found any more. Several controllers watch
 * and may see differently, so each clears only what it has raised itself, or found open at its start, and says again
 * what it still finds.
 */

import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { OpenIncidents } from '../../ports/incident-reader.ts';

export interface Alarm {
  kind: IncidentKind;
  subject: string;
  detail: string;
}

export interface AlarmsDeps {
  incidents: IncidentLog;
  openIncidents: OpenIncidents;
  clock: Clock;
}

/** Also how long an alarm may be missing that another controller has cleared. */
const SAY_AGAIN_MS: Millis = 60_000;

const keyOf = ({ kind, subject }: Omit<Alarm, 'detail'>): string => `${kind} ${subject}`;

export class OpenAlarms {
  readonly #kinds: readonly IncidentKind[];
  readonly #deps: AlarmsDeps;
  /** unknown until the log was read once: an earlier run may have left something open */
  #open: Map<string, Alarm & { saidAt: MonotonicMillis }> | undefined;

  constructor(kinds: readonly IncidentKind[], deps: AlarmsDeps) {
    this.#kinds = kinds;
    this.#deps = deps;
  }

  /**
   * Makes the log say exactly this of these kinds. What cannot be stored is tried again by the next call.
   * @param complete whether everything was looked at; else nothing is cleared
   */
  async settle(found: readonly Alarm[], complete = true): Promise<void> {
    const { incidents, clock } = this.#deps;
    const now = clock.monotonicNow();
    this.#open ??= await this.#stored();
    const open = this.#open;
    const foundKeys = new Set(found.map(keyOf));
    for (const alarm of found) {
      const known = open.get(keyOf(alarm));
      if (known?.detail === alarm.detail && now - known.saidAt < SAY_AGAIN_MS) continue;
      await incidents.raise(alarm.kind, alarm.subject, alarm.detail, clock.now());
      open.set(keyOf(alarm), { ...alarm, saidAt: now });
    }
    if (!complete) return;
    for (const [key, { kind, subject }] of open) {
      if (foundKeys.has(key)) continue;
      await incidents.clear(kind, subject, clock.now());
      open.delete(key);
    }
  }

  async #stored() {
    const stored = await this.#deps.openIncidents.openOf(this.#kinds);
    return new Map(stored.map((alarm) => [keyOf(alarm), { ...alarm, saidAt: -Infinity }]));
  }
}
