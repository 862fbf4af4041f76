/** Players: programs that take raw PCM on their standard input, and how each tells what it has played. */
import type { PlayedPosition } from '../../ports/audio-sink.ts';

/** Frames heard since the player's start, read at an instant. */
export type PlayerReading = Pick<PlayedPosition, 'frames' | 'at' | 'uncertaintyMs' | 'basis'>;

export interface PlayerCommand {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** silence written at once at start, so that the player's buffer fills and it begins */
  readonly prefillMs: number;
  /** frames kept written ahead of what is heard: the player's own buffer plus what bridges a late wake-up */
  readonly aheadMs: number;
  /** Makes the reader of one running player. */
  observe(pid: number): PlayerObserver;
}

export interface PlayerObserver {
  /** A line or progress message of the player's standard error. */
  message(text: string, at: number): PlayerReading | undefined;
  /** Asked every 50 ms; `writtenBytes` have been handed to the player. */
  poll(at: number, writtenBytes: number): PlayerReading | undefined;
}
