/**
 * Starts the machine anew. It is answered when the machine is back: another boot says so, and nothing else does.
 */
import type { Command } from '@loa-lang/schemas/wire/command';
import type { CommandAnswer } from '@loa-lang/schemas/wire/report';
import type { Clock } from '../ports/clock.ts';
import type { CommandExecutor, Execution, Outcome } from '../ports/command-executor.ts';
import { Alarm } from '../services/alarm.ts';
import type { KeptNote } from './kept-note.ts';

export interface AskedReboot {
  commandId: string;
  /** in which it was asked for */
  machineBoot: string;
}

export interface RebootDeps {
  clock: Clock;
  note: Pick<KeptNote<AskedReboot>, 'read' | 'write' | 'clear'>;
  machineBoot: string;
  /** absent: this device cannot */
  rebootMachine: (() => Promise<{ ok: true } | { ok: false; detail: string }>) | undefined;
  /** nothing sounds, and nothing will within so long */
  isQuiet(forMs: number): boolean;
  answer(answer: CommandAnswer): Promise<void>;
}

/** A board is back within this, and what was planned sounds. */
const QUIET_MS = 3 * 60_000;
/** A machine that is still up after this does not go down. */
const DOWN_WITHIN_MS = 5 * 60_000;

export class Reboot {
  readonly #deps: RebootDeps;
  readonly #stillUp: Alarm;

  constructor(deps: RebootDeps) {
    this.#deps = deps;
    this.#stillUp = new Alarm(deps.clock, () => void this.#answer('failed', 'the machine did not go down'));
  }

  /** Answers what was asked for in an earlier life. */
  async start(): Promise<void> {
    const asked = await this.#deps.note.read();
    if (asked === undefined) return;
    if (asked.machineBoot !== this.#deps.machineBoot) await this.#answer('done');
    else this.#stillUp.after(DOWN_WITHIN_MS);
  }

  stop(): void {
    this.#stillUp.end();
  }

  readonly executor: CommandExecutor = async ({ id }: Command): Promise<Execution> => {
    const { rebootMachine, isQuiet, note, machineBoot } = this.#deps;
    const no = (outcome: Outcome['outcome'], detail: string): Execution => ({ outcome: { outcome, detail } });
    if (rebootMachine === undefined) return no('refused', 'no rebootCommand is configured');
    if (!isQuiet(QUIET_MS)) return no('refused', 'something sounds or is about to');
    if ((await note.read()) !== undefined) return no('refused', 'a reboot is under way');
    try {
      await note.write({ commandId: id, machineBoot });
    } catch (error) {
      return no('failed', `not written down: ${error}`);
    }
    const asked = await rebootMachine();
    if (!asked.ok) {
      await note.clear();
      return no('failed', asked.detail);
    }
    this.#stillUp.after(DOWN_WITHIN_MS);
    return 'later';
  };

  async #answer(outcome: Outcome['outcome'], detail?: string): Promise<void> {
    const { note, answer } = this.#deps;
    const asked = await note.read();
    if (asked === undefined) return;
    const because = detail === undefined ? {} : { detail };
    await answer({ kind: 'command-answer', commandId: asked.commandId, outcome, ...because });
    await note.clear();
  }
}
