/** Incidents of a watch: raised when something is found, cleared when it is not found any more. */
import type { Clock } from '../ports/clock.ts';
import type { IncidentKind, IncidentLog } from '../ports/device-registry.ts';
import type { IncidentReader } from '../ports/incident-reader.ts';

export interface Alarm {
  kind: IncidentKind;
  subject: string;
  detail: string;
}

const keyOf = ({ kind, subject }: Omit<Alarm, 'detail'>): string => `${kind} ${subject}`;

export class OpenAlarms {
  readonly #kinds: ReadonlySet<string>;
  readonly #log: IncidentLog;
  readonly #reader: IncidentReader;
  readonly #clock: Clock;
  /** what the log has open; unknown until it was read once, since an earlier run may have left something open */
  #open: Map<string, Alarm> | undefined;

  constructor(kinds: readonly IncidentKind[], log: IncidentLog, reader: IncidentReader, clock: Clock) {
    this.#kinds = new Set(kinds);
    this.#log = log;
    this.#reader = reader;
    this.#clock = clock;
  }

  /** Makes the log say exactly this of these kinds. What cannot be stored is tried again by the next call. */
  async settle(found: readonly Alarm[]): Promise<void> {
    this.#open ??= await this.#stored();
    const open = this.#open;
    const now = this.#clock.now();
    const foundKeys = new Set(found.map(keyOf));
    for (const alarm of found) {
      if (open.get(keyOf(alarm))?.detail === alarm.detail) continue;
      await this.#log.raise(alarm.kind, alarm.subject, alarm.detail, now);
      open.set(keyOf(alarm), alarm);
    }
    for (const [key, { kind, subject }] of open) {
      if (foundKeys.has(key)) continue;
      await this.#log.clear(kind, subject, now);
      open.delete(key);
    }
  }

  async #stored(): Promise<Map<string, Alarm>> {
    const stored = (await this.#reader.list(false)).filter(({ kind }) => this.#kinds.has(kind)) as unknown as Alarm[];
    return new Map(stored.map(({ kind, subject, detail }) => [keyOf({ kind, subject }), { kind, subject, detail }]));
  }
}
