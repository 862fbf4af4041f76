/**
 * How long uploaded recordings are kept: as long as a bulletin that was not deleted names them in any of its versions,
 * and thirty days more, so that a deletion by mistake can be mended. A recording brought by several bulletins is kept
 * once and goes with the last of them.
 */
import type { OriginalStore } from '../../ports/audio.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RecordingStore } from '../../ports/recording-store.ts';

const DAY_MS = 24 * 3600 * 1000;
const KEPT_AFTER_DELETION_MS = 30 * DAY_MS;

export interface OriginalKeepingDeps {
  recordings: RecordingStore;
  originals: OriginalStore;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

export class OriginalKeeping {
  readonly #deps: OriginalKeepingDeps;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(deps: OriginalKeepingDeps) {
    this.#deps = deps;
  }

  start(): void {
    const sweep = () => {
      this.#sweeping = this.sweep().catch((cause) => this.#deps.onProblem('old recordings not removed', cause));
    };
    sweep();
    this.#timer = setInterval(sweep, DAY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /** Removes what is due; whatever fails is due again tomorrow. */
  async sweep(): Promise<void> {
    const { recordings, originals, clock } = this.#deps;
    const before = clock.now() - KEPT_AFTER_DELETION_MS;
    for (const sha256 of await recordings.unusedOriginals(before))
      await recordings.dropOriginal(sha256, before, () => originals.remove(sha256));
  }
}
