/** `pacat`, whose verbose mode tells the played time every 50 ms; the server's interpolated clock, so `measured`. */
import { SAMPLE_RATE_HZ } from '../../ports/audio-sink.ts';
import type { PlayerCommand, PlayerReading } from './player-command.ts';

const TIME = /Time: (\d+\.\d+) sec; Latency: (-?\d+) usec/;
/** By which the server knows its stream among others. */
export const PLAYER_PROPERTY = 'loa.player';
/**
 * Its own name there: servers remember by name what was muted, and a stranger's `pacat` that was must not be this one. No
 * one else is called so.
 */
const CLIENT_NAME = 'loa-lang-player';
/** 80 ms in the server: less starves on a loaded small board, more delays an emergency. */
const LATENCY_MS = 80;

export const pulsePlayer = (device?: string): PlayerCommand => ({
  name: device === undefined ? 'pulse' : `pulse:${device}`,
  program: 'pacat',
  args: [
    '--playback',
    '--raw',
    '--format=s16le',
    `--rate=${SAMPLE_RATE_HZ}`,
    '--channels=1',
    `--latency-msec=${LATENCY_MS}`,
    '--verbose',
    `--client-name=${CLIENT_NAME}`,
    `--property=${PLAYER_PROPERTY}=yes`,
    ...(device === undefined ? [] : [`--device=${device}`]),
  ],
  // the server begins when its prebuffer (two thirds of three halves of the latency) is full
  prefillMs: 2 * LATENCY_MS,
  aheadMs: 2 * LATENCY_MS,
  observe: () => ({
    message(text: string, at: number): PlayerReading | undefined {
      const seconds = TIME.exec(text)?.[1];
      if (seconds === undefined || Number(seconds) === 0) return undefined;
      // the message is rounded down to a millisecond and read a little after it was true
      return { frames: (Number(seconds) + 0.0005) * SAMPLE_RATE_HZ, at, uncertaintyMs: 2, basis: 'measured' };
    },
    poll: () => undefined,
  }),
});
