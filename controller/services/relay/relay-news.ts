/** What becomes of a relay is told in order, and again until it is: by gaps in plans, and by an incident. */
import { SOURCE_FAULT_WORDS } from '@loa-lang/schemas/errors/relay-faults';
import type { Millis } from '@loa-lang/schemas/units';
import type { GapNews } from '../../domain/streams/relay-health.ts';
import type { RelaySource } from '../../domain/streams/relay-source.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { PullEnd } from '../../ports/stream-puller.ts';
import type { TellGaps } from '../streams/tell-gaps.ts';
import { RELAY_NOT_YET } from './relay-words.ts';

export interface RelayNewsDeps {
  telling: TellGaps;
  incidents: IncidentLog;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Incidents are written in the language of those who look after them. */
const faultWords = (fault: keyof typeof SOURCE_FAULT_WORDS | undefined): string =>
  fault === undefined ? RELAY_NOT_YET.vi : SOURCE_FAULT_WORDS[fault].vi;

const AGAIN_AFTER_MS: Millis = 1_000;

export class RelayNews {
  readonly #deps: RelayNewsDeps;
  readonly #source: Pick<RelaySource, 'id' | 'name'>;
  #told: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(deps: RelayNewsDeps, source: Pick<RelaySource, 'id' | 'name'>) {
    this.#deps = deps;
    this.#source = source;
  }

  /** @param lastEnd why the latest attempt gave nothing, where there was one */
  tell(news: GapNews, lastEnd: PullEnd | undefined): void {
    this.#told = this.#told.then(() => this.#untilTold(() => this.#tell(news, lastEnd)));
  }

  /** What was not told by now is not told any more. Resolves when nothing is being told. */
  stop(): Promise<void> {
    this.#stopped = true;
    return this.#told;
  }

  /** Nobody needs the stream any more: what is open ends with that. */
  async over(): Promise<void> {
    const { telling, incidents, clock } = this.#deps;
    await telling.close(this.#source.id, clock.now());
    await incidents.clear('relay-dead', this.#source.id, clock.now());
  }

  async #tell(news: GapNews, lastEnd: PullEnd | undefined): Promise<void> {
    const { telling, incidents, clock } = this.#deps;
    const { id, name } = this.#source;
    if (news.kind === 'closed') {
      await telling.close(id, news.to);
      await incidents.clear('relay-dead', id, clock.now());
      return;
    }
    const fault = news.reason === 'silent' ? 'silent' : lastEnd?.fault;
    const detail = lastEnd === undefined ? undefined : `${lastEnd.fault}: ${lastEnd.detail}`.slice(0, 500);
    await telling.open(id, news.from, news.reason, detail);
    await incidents.raise('relay-dead', id, `${name}: ${faultWords(fault)}`, clock.now());
  }

  async #untilTold(tell: () => Promise<void>): Promise<void> {
    while (!this.#stopped) {
      try {
        await tell();
        return;
      } catch (cause) {
        this.#deps.onProblem('a relay that went or came back was not told of', cause);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
      }
    }
  }
}
