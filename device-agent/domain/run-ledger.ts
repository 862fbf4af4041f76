/** What sounded of one run in this life of the agent, gathered from playout's records. */
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { PlayedRecord } from '../playout/played.ts';
import type { ItemSound, RunSound } from './settle-run.ts';

export class RunLedger {
  readonly #items = new Map<number, ItemSound>();
  #startedAt: EpochMillis | undefined;
  #endedAt: EpochMillis | undefined;
  #start: Pick<RunSound, 'startErrorMs' | 'startErrorBasis' | 'startUncertaintyMs'> = {
    startErrorMs: undefined,
    startErrorBasis: undefined,
    startUncertaintyMs: undefined,
  };

  /** Takes a record; a later one of the same item replaces the earlier, since records only grow. */
  take(record: PlayedRecord, toController: (at: MonotonicMillis) => EpochMillis): void {
    const { itemIndex } = record.segment;
    if (record.playedMs < (this.#items.get(itemIndex)?.playedMs ?? 0)) return;
    this.#items.set(itemIndex, {
      index: itemIndex,
      playedMs: record.playedMs,
      levelDbfs: record.outputLevelDbfs,
    });
    if (record.firstHeardAt !== undefined) {
      const at = toController(record.firstHeardAt);
      if (this.#startedAt === undefined || at < this.#startedAt) {
        this.#startedAt = at;
        const { startErrorMs, startErrorBasis, startUncertaintyMs } = record;
        this.#start = { startErrorMs, startErrorBasis, startUncertaintyMs };
      }
    }
    if (record.lastHeardAt === undefined) return;
    this.#endedAt = Math.max(this.#endedAt ?? 0, toController(record.lastHeardAt));
  }

  sound(): RunSound {
    return { startedAt: this.#startedAt, endedAt: this.#endedAt, ...this.#start, items: [...this.#items.values()] };
  }
}
