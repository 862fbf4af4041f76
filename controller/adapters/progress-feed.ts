/** Progress events within this process, to whoever watches now. */
import type { ProgressEvent, ProgressFeed } from '../ports/progress-feed.ts';

export class InProcessFeed implements ProgressFeed {
  readonly #listeners = new Set<(event: ProgressEvent) => void>();
  readonly #onProblem: (cause: unknown) => void;

  constructor(onProblem: (cause: unknown) => void) {
    this.#onProblem = onProblem;
  }

  /** A listener that throws disturbs neither the emitter nor the others. */
  emit(event: ProgressEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.#onProblem(error);
      }
    }
  }

  subscribe(listener: (event: ProgressEvent) => void): () => void {
    // one function subscribed twice is two subscriptions
    const own = (event: ProgressEvent) => listener(event);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}
