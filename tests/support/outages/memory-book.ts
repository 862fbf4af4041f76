/** Incidents in memory, with all that was ever said of each, as the database keeps them. */
import type { BookedIncident, IncidentBook, IncidentTurn } from '@loa-lang/controller/ports/incident-book';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';

export interface Entry extends Omit<BookedIncident, 'explainedBy'> {
  explainedBy: string | undefined;
  expected: boolean;
  clearedAt: number | undefined;
  /** of each time that it was open */
  spans: { from: number; until: number | undefined }[];
}

/** Somebody is told of it. */
export interface Call {
  at: number;
  kind: IncidentKind;
  subject: string;
}

const MINUTE = 60_000;
const REOPENED_WITHIN = 30 * MINUTE;

export class MemoryBook implements IncidentBook {
  readonly entries: Entry[] = [];
  readonly calls: Call[] = [];
  /** whether it is to be expected there now, and which hamlets are without power */
  isExpected: (kind: IncidentKind, subject: string, at: number) => boolean = () => false;
  unpoweredAt: (at: number) => string[] = () => [];
  readonly #open = new Map<string, Entry>();

  async openOf(kinds: readonly IncidentKind[]): Promise<BookedIncident[]> {
    const found: BookedIncident[] = [];
    for (const { explainedBy, ...entry } of this.#open.values()) {
      if (!kinds.includes(entry.kind)) continue;
      const by = this.entries.find(({ id }) => id === explainedBy);
      found.push({ ...entry, explainedBy: by && { id: by.id, subject: by.subject } });
    }
    return found;
  }

  async resolvedByHand() {
    return [];
  }

  async raise(
    incident: Pick<BookedIncident, 'kind' | 'subject' | 'detail'> & { explainedBy?: string | undefined },
    at: number,
  ): Promise<void> {
    const { kind, subject, detail, explainedBy } = incident;
    const key = `${kind} ${subject}`;
    if (this.#open.has(key)) return;
    const expected = this.isExpected(kind, subject, at);
    const recent = this.entries.findLast(
      (each) => each.kind === kind && each.subject === subject && (each.clearedAt ?? 0) > at - REOPENED_WITHIN,
    );
    const entry: Entry = recent ?? {
      ...{ id: `i${this.entries.length}`, kind, subject, detail, raisedAt: at, reopened: -1, spans: [] },
      ...{ explainedBy, expected, clearedAt: undefined },
    };
    Object.assign(entry, { detail, explainedBy, expected, clearedAt: undefined, reopened: entry.reopened + 1 });
    entry.spans.push({ from: at, until: undefined });
    if (recent === undefined) this.entries.push(entry);
    this.#open.set(key, entry);
    if (explainedBy === undefined && !expected) this.calls.push({ at, kind, subject });
  }

  async clear(kind: IncidentKind, subject: string, at: number): Promise<void> {
    const entry = this.#open.get(`${kind} ${subject}`);
    const span = entry?.spans.at(-1);
    if (entry === undefined || span === undefined) return;
    entry.clearedAt = at;
    span.until = at;
    this.#open.delete(`${kind} ${subject}`);
  }

  async explain(id: string, explainedBy: string | undefined, at: number): Promise<void> {
    const entry = this.entries.find((each) => each.id === id);
    if (entry === undefined) return;
    const isOwnNow = entry.explainedBy !== undefined && explainedBy === undefined;
    entry.explainedBy = explainedBy;
    if (isOwnNow && !entry.expected) this.calls.push({ at, kind: entry.kind, subject: entry.subject });
  }

  async describe(id: string, detail: string): Promise<void> {
    const entry = this.entries.find((each) => each.id === id);
    if (entry !== undefined) entry.detail = detail;
  }

  async upkeep(at: number): Promise<IncidentTurn[]> {
    for (const entry of this.#open.values()) {
      const expected = this.isExpected(entry.kind, entry.subject, at);
      if (entry.expected && !expected && entry.explainedBy === undefined) this.calls.push({ at, ...entry });
      entry.expected = expected;
    }
    return [];
  }

  async unpowered(at: number): Promise<string[]> {
    return this.unpoweredAt(at);
  }

  isOpenAt(kinds: readonly IncidentKind[], subject: string, at: number): boolean {
    return this.entries.some(
      (entry) =>
        kinds.includes(entry.kind) &&
        entry.subject === subject &&
        entry.spans.some(({ from, until }) => from <= at && (until ?? Infinity) > at),
    );
  }

  get open(): Entry[] {
    return [...this.#open.values()];
  }
}
