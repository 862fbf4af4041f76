/** What was started, stopped in the opposite order, whatever one of them throws. */
export class Shutdown {
  readonly #steps: { name: string; stop: () => Promise<unknown> | unknown }[] = [];
  readonly #onProblem: (problem: string, cause: unknown) => void;
  #running: Promise<void> | undefined;

  constructor(onProblem: (problem: string, cause: unknown) => void) {
    this.#onProblem = onProblem;
  }

  add(name: string, stop: () => Promise<unknown> | unknown): void {
    this.#steps.push({ name, stop });
  }

  /** Twice is once. */
  run(): Promise<void> {
    this.#running ??= this.#stopAll();
    return this.#running;
  }

  async #stopAll(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step.stop();
      } catch (error) {
        this.#onProblem(`${step.name} did not stop cleanly`, error);
      }
    }
  }
}
