/** Commands that need nothing but the agent itself. */
import type { CommandExecutor } from '../ports/command-executor.ts';
import type { LogLines } from './log-lines.ts';

/** As long as an answer may be. */
const MAX_DETAIL = 4096;

export interface BasicCommandsDeps {
  log: LogLines;
  statusText(): string;
  /** ends the program cleanly; whoever supervises it starts it again */
  restart(): void;
}

export function basicCommands({ log, statusText, restart }: BasicCommandsDeps) {
  return {
    test: async () => ({ outcome: { outcome: 'done', detail: statusText().slice(0, MAX_DETAIL) } }),
    log: async () => ({ outcome: { outcome: 'done', detail: log.recent(MAX_DETAIL) } }),
    restart: async () => ({ outcome: { outcome: 'done' }, afterwards: restart }),
  } satisfies Record<string, CommandExecutor>;
}
