/** What became of orders, for whoever watches; and the deadline of those that nobody answered. */
import type { Millis } from '@loa-lang/schemas/units';
import type { Clock } from '../../ports/clock.ts';
import type { CommandRecord, CommandStore } from '../../ports/command-store.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { IncomingReport } from '../../ports/report-store.ts';
import { RegularLook } from '../regular-look.ts';

export interface FollowCommandsDeps {
  commands: Pick<CommandStore, 'find' | 'giveUp'>;
  feed: ProgressFeed;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

/** People who wait for an answer see within seconds that none will come. */
const LOOK_EVERY_MS: Millis = 5_000;

export class FollowCommands {
  readonly #deps: FollowCommandsDeps;
  readonly #looks: RegularLook;

  constructor(deps: FollowCommandsDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#giveUp(),
      (cause) => deps.onProblem('orders without an answer were not looked for', cause),
    );
  }

  start(): void {
    this.#looks.start();
  }

  stop(): Promise<void> {
    return this.#looks.stop();
  }

  /** One look. Several controllers may look: each order is given up once. */
  look(): Promise<void> {
    return this.#looks.look();
  }

  /** Reports were stored, and the answers among them with them. */
  added(reports: readonly IncomingReport[]): void {
    const ids = reports.flatMap(({ entry: { body } }) => (body.kind === 'command-answer' ? [body.commandId] : []));
    if (ids.length === 0) return;
    const { commands, onProblem } = this.#deps;
    commands.find(ids).then(
      (answered) => this.#tell(answered),
      (cause: unknown) => onProblem('answers were not told', cause),
    );
  }

  async #giveUp(): Promise<void> {
    const { commands, clock } = this.#deps;
    this.#tell(await commands.giveUp(clock.now()));
  }

  #tell(commands: readonly CommandRecord[]): void {
    for (const { id: commandId, clusterId, name, outcome } of commands) {
      const told = outcome === undefined ? {} : { outcome };
      this.#deps.feed.emit({ type: 'command', commandId, clusterId, name, ...told });
    }
  }
}
