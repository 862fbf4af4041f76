/** The outbox as an append-only file: reports, and now and then up to which number they are acknowledged. */
import type { StoreId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { ReportBody, ReportEntry } from '@loa-lang/schemas/wire/report';
import type { Outbox } from '../../ports/device-store.ts';
import { AppendLog, type LogContent } from './append-log.ts';
import type { Disk } from './disk.ts';

/** Rewriting a smaller file than this would wear the flash more than it spares. */
const COMPACT_FROM_BYTES = 128 * 1024;

export const outboxRecords = (storeId: StoreId, next: number, entries: readonly ReportEntry[]): unknown[] => [
  { log: 'outbox', storeId, next: entries[0]?.number ?? next },
  ...entries,
];

export interface ReadOutbox {
  storeId: StoreId | undefined;
  /** unacknowledged, lowest first */
  entries: ReportEntry[];
  next: number;
}

const isEntry = (record: unknown): record is ReportEntry =>
  typeof (record as ReportEntry | null)?.number === 'number' && typeof (record as ReportEntry).body?.kind === 'string';

/** `storeId` is undefined when the records do not make one unbroken outbox. */
export function parseOutbox(records: readonly unknown[]): ReadOutbox {
  const head = records[0] as { log?: unknown; storeId?: unknown; next?: unknown } | undefined;
  const known = head?.log === 'outbox' && typeof head.storeId === 'string' && typeof head.next === 'number';
  let next = known ? (head.next as number) : 1;
  let acknowledged = 0;
  let unbroken = known;
  const entries: ReportEntry[] = [];
  for (const record of records.slice(1)) {
    const ack = (record as { ack?: unknown } | null)?.ack;
    if (typeof ack === 'number') {
      acknowledged = Math.max(acknowledged, ack);
    } else if (isEntry(record) && record.number === next) {
      entries.push(record);
      next += 1;
    } else {
      unbroken = false;
    }
  }
  const pending = entries.filter((entry) => entry.number > acknowledged);
  return { storeId: unbroken ? (head?.storeId as StoreId) : undefined, entries: pending, next };
}

export class FileOutbox implements Outbox {
  readonly #log: AppendLog;
  readonly #storeId: StoreId;
  #entries: ReportEntry[];
  #next: number;
  #acknowledged: number;
  /** highest acknowledgement that the file holds, and the one in the group now being written */
  #ackOnDisk: number;
  #ackInGroup: number;
  #compacting = false;
  #compactAtBytes = COMPACT_FROM_BYTES;

  constructor(disk: Disk, path: string, content: LogContent, read: ReadOutbox, storeId: StoreId) {
    this.#log = new AppendLog(disk, path, content, () => this.#ackRecord());
    this.#storeId = storeId;
    this.#entries = read.entries;
    this.#next = read.next;
    this.#acknowledged = this.lowestHeld() - 1;
    this.#ackOnDisk = this.#acknowledged;
    this.#ackInGroup = this.#acknowledged;
  }

  start(): Promise<void> {
    return this.#log.start();
  }

  pending(): readonly ReportEntry[] {
    return this.#entries;
  }

  lowestHeld(): number {
    return this.#entries[0]?.number ?? this.#next;
  }

  async append(body: ReportBody, reportedAt: EpochMillis | undefined): Promise<number> {
    let entry: ReportEntry | undefined;
    const build = (indexInGroup: number): ReportEntry => {
      const number = this.#next + indexInGroup;
      entry = reportedAt === undefined ? { number, body } : { number, reportedAt, body };
      return entry;
    };
    const committed = (): void => {
      if (!entry) return;
      this.#entries.push(entry);
      this.#next = entry.number + 1;
      this.#ackOnDisk = this.#ackInGroup;
    };
    await this.#log.append(build, committed);
    return (entry as unknown as ReportEntry).number;
  }

  /**
   * Costs no write: the file learns it with the next report, at close, or when it is rewritten. A cut before that makes
   * the device send again what the controller knows already, and it is acknowledged again.
   */
  async acknowledge(contiguous: number): Promise<void> {
    // An acknowledgement of numbers never given would make the next reports look acknowledged.
    const bounded = Math.min(contiguous, this.#next - 1);
    if (bounded <= this.#acknowledged) return;
    this.#acknowledged = bounded;
    this.#entries = this.#entries.filter((entry) => entry.number > bounded);
    if (this.#log.sizeBytes >= this.#compactAtBytes) await this.#compact();
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  async #compact(): Promise<void> {
    if (this.#compacting) return;
    this.#compacting = true;
    try {
      await this.#log.replace(() => {
        this.#ackInGroup = this.#acknowledged;
        return outboxRecords(this.#storeId, this.#next, this.#entries);
      });
      this.#ackOnDisk = this.#ackInGroup;
    } catch {
      // The old file still holds everything. A full disk is not asked again at every acknowledgement.
    } finally {
      // Twice the size that is really held: rewriting then never costs more than appending did.
      this.#compactAtBytes = Math.max(COMPACT_FROM_BYTES, 2 * this.#log.sizeBytes);
      this.#compacting = false;
    }
  }

  #ackRecord(): { ack: number } | undefined {
    if (this.#acknowledged <= this.#ackOnDisk) return undefined;
    this.#ackInGroup = this.#acknowledged;
    return { ack: this.#acknowledged };
  }
}
