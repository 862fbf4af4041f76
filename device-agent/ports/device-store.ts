/**
 * What a device keeps across power cuts. Each part is written so that a cut at any moment leaves the state before or
 * after the write, never something between; what cannot be read is set aside (quarantined), never guessed.
 */
import type { BroadcastId, StoreId, StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { ReportBody, ReportEntry } from '@loa-lang/schemas/wire/report';
import type { LocalAct } from '../domain/local-act.ts';

/** Signed documents exactly as received, to be verified again at boot. */
export interface DocumentStore {
  /** name → bytes; names are subjects such as `keys`, `area/x/plan` */
  load(): Promise<Map<string, Uint8Array>>;
  save(subject: string, bytes: Uint8Array): Promise<void>;
  remove(subject: string): Promise<void>;
}

/** Where an item lies in its run. */
export interface JournaledItem {
  index: number;
  part: number;
  offsetMs: Millis;
  durationMs: Millis;
}

/** One line of the journal of what sounded and what was done. */
export type JournalEntry =
  /** written before the first sample of a run leaves, and then at most every few seconds while it sounds */
  | {
      kind: 'position';
      broadcastId: BroadcastId;
      version: number;
      run: number;
      positionMs: Millis;
      at: EpochMillis;
      /** with the first one: a device may come back when no plan tells any more what the run was made of */
      items?: readonly JournaledItem[];
    }
  /** a run is over on this device, whatever the outcome; its receipt has been put in the outbox */
  | { kind: 'closed'; broadcastId: BroadcastId; version: number; run: number; at: EpochMillis }
  /** a stream did not reach this device from then on; written again, with an earlier end, when it is back */
  | { kind: 'gap'; streamId: StreamId; from: EpochMillis; to: EpochMillis; steadyMs: Millis }
  | { kind: 'command'; commandId: string; expiresAt: EpochMillis }
  /** written before anything of it sounds */
  | { kind: 'local-act'; at: EpochMillis; act: LocalAct }
  /** its start by trusted time, which it did not have when it began */
  | { kind: 'local-dated'; broadcastId: BroadcastId; at: EpochMillis; startAt: EpochMillis }
  | { kind: 'local-stopped'; broadcastId: BroadcastId; at: EpochMillis; afterMs: Millis }
  /** codes typed wrongly in a row; 0 after a right one */
  | { kind: 'local-attempts'; at: EpochMillis; wrong: number }
  /** codes of the faults that are raised from then on: who is started anew knows what the controller still holds for so */
  | { kind: 'faults'; codes: readonly string[] }
  /** last trusted controller time: a lower bound for the next boot */
  | { kind: 'time'; at: EpochMillis };

export interface Journal {
  /** everything still relevant, in the order it was written */
  readonly entries: readonly JournalEntry[];
  /** Resolves when the entry is on disk (fdatasync). Rejects on a full or broken disk. */
  append(entry: JournalEntry): Promise<void>;
  /** Drops entries of broadcasts last seen before `before`, positions of closed runs, gaps that were over then, and expired commands. */
  compact(before: EpochMillis): Promise<void>;
}

export interface Outbox {
  /** unacknowledged reports, lowest number first */
  pending(): readonly ReportEntry[];
  /** Numbers and writes a report durably; resolves with its number. */
  append(body: ReportBody, reportedAt: EpochMillis | undefined): Promise<number>;
  /** Forgets everything up to and including `contiguous`. */
  acknowledge(contiguous: number): Promise<void>;
  /** lowest number still held, or the next number when nothing is */
  lowestHeld(): number;
}

/** Numbers of this installation's connections, for presence. */
export interface ConnectionCounter {
  /**
   * The next number: above all before it, and at least the controller time in seconds when that is known (trusted now,
   * or last known before). Never rejects: a device with a full disk must still connect.
   */
  next(controllerTime: EpochMillis | undefined): Promise<number>;
  /**
   * The counter started from nothing and has not learnt the time since, so its numbers may be lower than some used
   * before its loss. Once time is known, take a new number and connect again.
   */
  readonly provisional: boolean;
}

export interface DeviceStore {
  readonly storeId: StoreId;
  /**
   * this store was made now because none was there or the old one could not be read. For the record only: a cut right
   * after it was made hides it, so what may sound is decided by `bornAt()`
   */
  readonly isNew: boolean;
  /** what was set aside while opening, for a fault report */
  readonly quarantined: readonly string[];
  /** controller time first known after the store was made; nothing that starts before it may sound */
  bornAt(): EpochMillis | undefined;
  /** Counts at once in this life; rejects when the disk refuses to write it down for the next. */
  setBornAt(at: EpochMillis): Promise<void>;
  readonly documents: DocumentStore;
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly connections: ConnectionCounter;
  close(): Promise<void>;
}
