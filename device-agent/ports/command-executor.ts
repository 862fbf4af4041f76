/** Carries out one kind of command. What it answers is reported before `afterwards` runs. Never rejects. */
import type { Command } from '@loa-lang/schemas/wire/command';
import type { CommandAnswer } from '@loa-lang/schemas/wire/report';

export type Outcome = Pick<CommandAnswer, 'outcome' | 'detail'>;

/**
 * `later`: the outcome is not known in this life of the program. The executor has written the command down and answers it
 * itself, whichever version runs then.
 */
export type Execution = { outcome: Outcome; afterwards?: () => void } | 'later';

export type CommandExecutor = (command: Command) => Promise<Execution>;
