/** What sounded of one run in this life of the agent, gathered from playout's records. */
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { PlayedRecord } from '../playout/played.ts';
import type { ItemSound, RunSound } from './settle-run.ts';

export class RunLedger {
  readonly #items = new Map<number, ItemSound>();
  #first: MonotonicMillis | undefined;
  #last: MonotonicMillis | undefined;
  #start: Pick<RunSound, 'startErrorMs' | 'startErrorBasis' | 'startUncertaintyMs'> = {
    startErrorMs: undefined,
    startErrorBasis: undefined,
    startUncertaintyMs: undefined,
  };

  /** Takes a record; a later one of the same item replaces the earlier, since records only grow. */
  take(record: PlayedRecord): void {
    const { itemIndex } = record.segment;
    if (record.playedMs < (this.#items.get(itemIndex)?.playedMs ?? 0)) return;
    this.#items.set(itemIndex, {
      index: itemIndex,
      playedMs: record.playedMs,
      levelDbfs: record.outputLevelDbfs,
    });
    const { firstHeardAt, lastHeardAt } = record;
    if (firstHeardAt !== undefined && firstHeardAt < (this.#first ?? Infinity)) {
      this.#first = firstHeardAt;
      const { startErrorMs, startErrorBasis, startUncertaintyMs } = record;
      this.#start = { startErrorMs, startErrorBasis, startUncertaintyMs };
    }
    if (lastHeardAt !== undefined) this.#last = Math.max(this.#last ?? -Infinity, lastHeardAt);
  }

  /** @param toController by what is known of the time now: it may have become known since the first sample */
  sound(toController: (at: MonotonicMillis) => EpochMillis | undefined): RunSound {
    const [startedAt, endedAt] = [this.#first, this.#last].map((at) =>
      at === undefined ? undefined : toController(at),
    );
    return { startedAt, endedAt, ...this.#start, items: [...this.#items.values()] };
  }
}
