/** The agent's own log: the last lines in memory for whoever asks, each also given to one outlet. */
import type { EpochMillis } from '@loa-lang/schemas/units';

export interface LogLine {
  at: EpochMillis;
  level: 'info' | 'warn' | 'error';
  text: string;
}

/** Enough for the story of the last incident, small enough for a thousand agents in one process. */
const KEPT_LINES = 200;

export class LogLines {
  readonly #lines: LogLine[] = [];
  readonly #now: () => EpochMillis;
  readonly #outlet: (line: LogLine) => void;

  /** @param now wall clock; used for log lines alone */
  constructor(now: () => EpochMillis, outlet: (line: LogLine) => void = () => undefined) {
    this.#now = now;
    this.#outlet = outlet;
  }

  info(text: string): void {
    this.#add('info', text);
  }

  warn(text: string): void {
    this.#add('warn', text);
  }

  error(text: string, cause?: unknown): void {
    this.#add(
      'error',
      cause === undefined ? text : `${text}: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }

  /** The newest lines that fit into so many characters, oldest first. */
  recent(maxCharacters: number): string {
    const chosen: string[] = [];
    let left = maxCharacters;
    for (let i = this.#lines.length - 1; i >= 0; i--) {
      const line = this.#lines[i] as LogLine;
      const text = `${new Date(line.at).toISOString()} ${line.level} ${line.text}`;
      if (text.length + 1 > left) break;
      left -= text.length + 1;
      chosen.unshift(text);
    }
    return chosen.join('\n');
  }

  #add(level: LogLine['level'], text: string): void {
    const line = { at: this.#now(), level, text };
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    this.#outlet(line);
  }
}
