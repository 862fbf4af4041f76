/** Carries out one kind of command. What it answers is reported before `afterwards` runs. Never rejects. */
import type { Command } from '@loa-lang/schemas/wire/command';
import type { CommandAnswer } from '@loa-lang/schemas/wire/report';

export type Outcome = Pick<CommandAnswer, 'outcome' | 'detail'>;

export type CommandExecutor = (command: Command) => Promise<{ outcome: Outcome; afterwards?: () => void }>;
