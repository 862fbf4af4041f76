/** After a start, the year of each commune is read before anybody asks for it: the newest month of all first, never in haste. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '@loa-lang/schemas/units';
import { sightOf } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { SettledBroadcasts } from './settled-broadcasts.ts';

export interface CoverageWarmingDeps {
  settled: Pick<SettledBroadcasts, 'of'>;
  reader: Pick<TerritoryReader, 'areas'>;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
  /** after the start, when everything else has begun; ms, default 10 s */
  afterMs?: Millis;
}

const DAY_MS: Millis = 24 * 3600_000;
const YEAR_MS: Millis = 366 * DAY_MS;
const STEP_MS: Millis = 30 * DAY_MS;
const AFTER_MS: Millis = 10_000;
/** Most that is remembered, with room for what is asked for meanwhile. */
const MOST = 15_000;

export class CoverageWarming {
  readonly #deps: CoverageWarmingDeps;
  readonly #stopping = new AbortController();
  #warming: Promise<void> | undefined;

  constructor(deps: CoverageWarmingDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#warming = this.#warm().catch((cause: unknown) => {
      if (!this.#stopping.signal.aborted) this.#deps.onProblem('coverage was not read ahead', cause);
    });
  }

  /** Resolves when nothing is read any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#warming;
  }

  async #warm(): Promise<void> {
    const { settled, reader, clock, afterMs = AFTER_MS } = this.#deps;
    await this.#rest(afterMs);
    const areas = await reader.areas();
    const communes = [...areas.values()].filter(({ kind }) => kind === 'commune');
    const now = clock.now();
    let read = 0;
    for (let until = now + 1; until > now - YEAR_MS; until -= STEP_MS) {
      for (const { id } of communes) {
        if (read >= MOST) return;
        const began = performance.now();
        const found = await settled.of(id, sightOf([id], areas), { from: until - STEP_MS, until }, MOST - read);
        read += found?.lines.length ?? 0;
        // as long as it took, others have the database and the processor for themselves
        await this.#rest(performance.now() - began);
      }
    }
  }

  #rest(ms: Millis): Promise<void> {
    return sleep(ms, undefined, { signal: this.#stopping.signal, ref: false });
  }
}
