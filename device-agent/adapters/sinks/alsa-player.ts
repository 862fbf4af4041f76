/**
 * `aplay`. Where the kernel shows the card's hardware pointer the position is measured; elsewhere (plugins) it is
 * reckoned from what the player has read of its input less its buffer.
 */
import { readFileSync } from 'node:fs';
import { SAMPLE_RATE_HZ, SAMPLES_PER_MS } from '../../ports/audio-sink.ts';
import { findAlsaStream, readAlsaRate, readAlsaStatus } from './alsa-status.ts';
import type { PlayerCommand, PlayerObserver, PlayerReading } from './player-command.ts';

/** 100 ms: rides out the scheduling of a small board, and an emergency waits no longer than this. */
const BUFFER_MS = 100;
const PERIOD_MS = 20;
/** 250 ms: a player that still connects to its server pauses between reads, too. */
const QUIET_POLLS = 5;
/** The sink writes 10 ms at a time. */
const WRITE_BYTES = 10 * SAMPLES_PER_MS * 2;

/** Bytes the process has read in all, files of its start-up included. */
const readBytesOf = (pid: number): number | undefined => {
  try {
    const text = /^rchar: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1];
    return text === undefined ? undefined : Number(text);
  } catch {
    return undefined;
  }
};

class AlsaObserver implements PlayerObserver {
  readonly #pid: number;
  #stream: string | undefined;
  #looks = 0;
  /** bytes of sound that it has taken, known once the prefill is seen to be taken */
  #takenBytes: number | undefined;
  #lastReadBytes = 0;
  #quietPolls = 0;

  constructor(pid: number) {
    this.#pid = pid;
  }

  message(): undefined {
    return undefined;
  }

  poll(at: number, writtenBytes: number): PlayerReading | undefined {
    if (this.#stream === undefined && this.#looks++ < 40) this.#stream = findAlsaStream(this.#pid);
    return this.#measured(at) ?? this.#estimated(at, writtenBytes);
  }

  #measured(at: number): PlayerReading | undefined {
    if (this.#stream === undefined) return undefined;
    const status = readAlsaStatus(this.#stream);
    if (status === undefined || status.state !== 'RUNNING') return undefined;
    const rate = readAlsaRate(this.#stream) ?? SAMPLE_RATE_HZ;
    return { frames: (status.hardwareFrames * SAMPLE_RATE_HZ) / rate, at, uncertaintyMs: 2, basis: 'measured' };
  }

  #estimated(at: number, writtenBytes: number): PlayerReading | undefined {
    const readBytes = readBytesOf(this.#pid);
    if (readBytes === undefined) return undefined;
    const newBytes = readBytes - this.#lastReadBytes;
    this.#lastReadBytes = readBytes;
    if (this.#takenBytes !== undefined) {
      // sound is taken in whole blocks as written; the few bytes beside are the player's own messages
      const newBlocks = Math.round(newBytes / WRITE_BYTES);
      this.#takenBytes = Math.min(writtenBytes, this.#takenBytes + newBlocks * WRITE_BYTES);
    } else {
      this.#quietPolls = newBytes < WRITE_BYTES ? this.#quietPolls + 1 : 0;
      if (this.#quietPolls < QUIET_POLLS) return undefined;
      // the prefill fits the player's buffer: once it reads no more it has read all of it
      this.#takenBytes = writtenBytes;
    }
    const taken = this.#takenBytes / 2;
    // beside its full buffer it holds a part of the next period in hand; 0 until the buffer is full: the player begins only then, so it has to be fed before it has played anything
    const frames = Math.max(0, taken - (BUFFER_MS + PERIOD_MS / 2) * SAMPLES_PER_MS);
    return { frames, at, uncertaintyMs: 40, basis: 'estimated' };
  }
}

export const alsaPlayer = (device = 'default'): PlayerCommand => ({
  name: `alsa:${device}`,
  program: 'aplay',
  args: [
    '-q',
    '-D',
    device,
    '-t',
    'raw',
    '-f',
    'S16_LE',
    '-r',
    String(SAMPLE_RATE_HZ),
    '-c',
    '1',
    `--buffer-time=${BUFFER_MS * 1000}`,
    `--period-time=${PERIOD_MS * 1000}`,
    '-',
  ],
  prefillMs: BUFFER_MS - PERIOD_MS,
  aheadMs: BUFFER_MS + 60,
  observe: (pid) => new AlsaObserver(pid),
});
