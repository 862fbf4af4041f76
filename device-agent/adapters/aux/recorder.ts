/** `arecord` or `parec` as the input: each writes raw PCM to its output, and dies with the pipe when the agent dies. */
import { type ChildProcess, spawn } from 'node:child_process';
import { SAMPLE_RATE_HZ } from '../../ports/audio-sink.ts';
import type { AuxInput } from '../../ports/aux-input.ts';

export interface AuxConfig {
  kind: 'alsa' | 'pulse';
  /** of the sound card or the server; its default when absent */
  device?: string;
  gainDb?: number;
}

/** What waits in the recorder: less is work for a small board, more is heard as delay. */
const LATENCY_MS = 20;
const TERM_MS = 300;

export function createAuxInput({ kind, device, gainDb = 0 }: AuxConfig): AuxInput {
  const { program, args } = kind === 'alsa' ? alsaRecorder(device) : pulseRecorder(device);
  return {
    name: device === undefined ? kind : `${kind}:${device}`,
    gainDb,
    open({ samples, ended }) {
      const child = spawn('env', ['LC_ALL=C', program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      let lastError = '';
      let isOver = false;
      let rest: Buffer = Buffer.alloc(0);
      const end = (detail: string): void => {
        if (isOver) return;
        isOver = true;
        ended(`${program}: ${detail}`);
      };
      child.on('error', (error) => end(error.message));
      child.on('exit', (code, signal) => end(`ended with ${signal ?? code}${lastError}`));
      child.stderr.setEncoding('utf8');
      child.stderr.on('data', (text: string) => {
        lastError = `: ${text.trim().slice(-200)}`;
      });
      child.stdout.on('data', (bytes: Buffer) => {
        const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
        const pcm = new Float32Array(all.length >> 1);
        for (let i = 0; i < pcm.length; i++) pcm[i] = all.readInt16LE(2 * i) / 32_768;
        rest = all.subarray(2 * pcm.length);
        if (!isOver) samples(pcm);
      });
      return {
        close: () => {
          isOver = true;
          return stop(child);
        },
      };
    },
  };
}

const alsaRecorder = (device?: string) => ({
  program: 'arecord',
  args: [
    ...['--quiet', '--file-type=raw', '--format=S16_LE', `--rate=${SAMPLE_RATE_HZ}`, '--channels=1'],
    ...[`--period-time=${LATENCY_MS * 1000}`, `--buffer-time=${10 * LATENCY_MS * 1000}`],
    ...(device === undefined ? [] : [`--device=${device}`]),
  ],
});

const pulseRecorder = (device?: string) => ({
  program: 'parec',
  args: [
    ...['--raw', '--format=s16le', `--rate=${SAMPLE_RATE_HZ}`, '--channels=1', `--latency-msec=${LATENCY_MS}`],
    ...(device === undefined ? [] : [`--device=${device}`]),
  ],
});

/** Resolves when it is gone, at the latest a second later. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), TERM_MS);
  const limit = new Promise<void>((resolve) => setTimeout(resolve, 1000).unref());
  await Promise.race([gone, limit]);
  clearTimeout(hard);
}
