/**
 * What was started at the device itself. The journal is where it is kept: what is not on the disk does not sound, and
 * what is goes on after a crash.
 */
import type { BroadcastId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import type { TimeMap } from '../domain/clock-offset-map.ts';
import { endOfAct, type LocalAct, type LocalActState, lengthOfAct, planOfActs } from '../domain/local-act.ts';
import type { PastAct } from '../domain/local-limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal, JournalEntry } from '../ports/device-store.ts';
import { unlessHanging } from '../services/disk-patience.ts';

export interface LocalActsDeps {
  clock: Clock;
  journal: Journal;
  /** names the life of the machine in which its monotonic clock counts */
  machineBoot: string;
  languages(): readonly string[];
  /** could not be written down */
  refused(error: unknown): void;
}

export class LocalActs {
  readonly #deps: LocalActsDeps;
  readonly #acts = new Map<BroadcastId, LocalActState>();
  #wrong = 0;
  #generation = 0;
  #plan: { generation: number; plan: Plan } | undefined;

  constructor(deps: LocalActsDeps) {
    this.#deps = deps;
    for (const entry of deps.journal.entries) this.#read(entry);
  }

  #read(entry: JournalEntry): void {
    if (entry.kind === 'local-attempts') this.#wrong = entry.wrong;
    if (entry.kind === 'local-act') this.#acts.set(entry.act.broadcastId, { ...entry.act, stoppedAfterMs: undefined });
    if (entry.kind !== 'local-dated' && entry.kind !== 'local-stopped') return;
    const act = this.#acts.get(entry.broadcastId);
    if (act === undefined) return;
    if (entry.kind === 'local-stopped') act.stoppedAfterMs = entry.afterMs;
    else Object.assign(act, { startAt: entry.startAt, isDated: true });
  }

  /** Grows with every change, for caches. */
  get generation(): number {
    return this.#generation;
  }

  /** Wrong codes in a row. */
  get wrongAttempts(): number {
    return this.#wrong;
  }

  find(broadcastId: BroadcastId): LocalActState | undefined {
    return this.#acts.get(broadcastId);
  }

  /** @param id of a broadcast, or of a stream, which has the id of its broadcast */
  has(id: string): boolean {
    return this.#acts.has(id);
  }

  /** Of this life of the machine and without a date: only by the machine's own clock is it known when they were. */
  undated(): LocalActState[] {
    const { machineBoot } = this.#deps;
    return [...this.#acts.values()].filter((act) => !act.isDated && act.machineBoot === machineBoot);
  }

  /** All that count. */
  plan(): Plan {
    if (this.#plan?.generation !== this.#generation) {
      this.#plan = { generation: this.#generation, plan: planOfActs(this.#known()) };
    }
    return this.#plan.plan;
  }

  /**
   * Those that count: of an earlier life of the machine what has no date is over, and a microphone that was open then is
   * not opened again by nobody.
   */
  #known(): LocalActState[] {
    const { machineBoot } = this.#deps;
    return [...this.#acts.values()].filter(
      (act) => act.machineBoot === machineBoot || (act.isDated && act.source === 'template'),
    );
  }

  /** For the limits: what took the loudspeaker, or may take it yet. */
  past(): PastAct[] {
    const languages = this.#deps.languages();
    return [...this.#acts.values()].map((act) => ({
      credentialId: act.credentialId,
      startAt: act.startAt,
      lengthMs: act.stoppedAfterMs ?? lengthOfAct(act, languages),
    }));
  }

  /** What is not over at the instant, the latest last. */
  open(at: EpochMillis): LocalActState[] {
    return this.#known().filter((act) => act.stoppedAfterMs === undefined && endOfAct(act) > at);
  }

  /** Resolves when it is on the disk; `undefined` when the disk refuses or hangs: then it does not sound, nor later. */
  async begin(act: LocalAct, at: EpochMillis): Promise<LocalActState | undefined> {
    const { clock, journal, refused } = this.#deps;
    const state: LocalActState = { ...act, stoppedAfterMs: undefined };
    let isOnDisk = false;
    let isHanging = false;
    const written = journal.append({ kind: 'local-act', at, act }).then(
      () => {
        isOnDisk = true;
        // on the disk after all: the next life must not take it for begun
        if (isHanging) this.stop(state, 0, at);
      },
      (error: unknown) => refused(error),
    );
    await unlessHanging(clock, written, () => refused('the disk hangs'));
    isHanging = !isOnDisk;
    if (isHanging) return undefined;
    this.#acts.set(act.broadcastId, state);
    this.#generation++;
    return state;
  }

  /** Ends it at once, whatever the disk says. */
  stop(act: LocalActState, afterMs: Millis, at: EpochMillis): void {
    if (act.stoppedAfterMs !== undefined) return;
    act.stoppedAfterMs = Math.max(0, Math.round(afterMs));
    this.#generation++;
    this.#write({ kind: 'local-stopped', broadcastId: act.broadcastId, at, afterMs: act.stoppedAfterMs });
  }

  /** The time has become known. @returns those that have a date now */
  date(map: TimeMap, at: EpochMillis): LocalActState[] {
    const undated = this.undated();
    for (const act of undated) {
      act.startAt = Math.round(map.toController(act.startedAtMs));
      act.isDated = true;
      this.#generation++;
      this.#write({ kind: 'local-dated', broadcastId: act.broadcastId, at, startAt: act.startAt });
    }
    return undated;
  }

  /** Resolves when it is on the disk, or the disk has refused. */
  async countAttempts(wrong: number, at: EpochMillis): Promise<void> {
    if (wrong === this.#wrong) return;
    this.#wrong = wrong;
    await this.#write({ kind: 'local-attempts', at, wrong });
  }

  #write(entry: JournalEntry): Promise<void> {
    return this.#deps.journal.append(entry).catch((error: unknown) => this.#deps.refused(error));
  }
}
