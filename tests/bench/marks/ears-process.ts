/** Listens to named pipes of PCM and tells the marks in them. A process of its own, so that nothing else delays it. */
import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { MarkFinder } from './mark-finder.ts';
import { BLOCK_MS, BLOCK_SAMPLES, SAMPLES_PER_MS } from './mark-signal.ts';
import type { Ear, EarsMessage, EarsOrder } from './messages.ts';
import { monotonicMs } from './microphone.ts';
import { SoundTurns } from './sound-turns.ts';

const TELL_EVERY_MS = 250;
const SAMPLE_BYTES = 2;
const LEVEL = 32768;
/** What a card wants to have before it begins, and begins again. */
const PREBUFFER_MS = 100;

const say = (message: EarsMessage): void => {
  process.send?.(message);
};

let untold: Extract<EarsMessage, { type: 'marks' }>['marks'] = [];
let untoldTurns: Extract<EarsMessage, { type: 'turns' }>['turns'] = [];
let starvedMs = 0;
const finders: MarkFinder[] = [];

/** The left channel. */
function samplesOf(bytes: Buffer, channels: number): Float64Array {
  const frame = SAMPLE_BYTES * channels;
  return Float64Array.from(
    { length: Math.floor(bytes.length / frame) },
    (_, i) => bytes.readInt16LE(i * frame) / LEVEL,
  );
}

function byArrival(stream: Socket, frame: number, heard: (bytes: Buffer, atMs: number) => void): void {
  let rest = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    const at = monotonicMs();
    const restMs = rest.length / frame / SAMPLES_PER_MS;
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % frame);
    heard(bytes.subarray(0, whole), at - restMs);
    rest = Buffer.from(bytes.subarray(whole));
  });
}

function asCard(stream: Socket, frame: number, heard: (bytes: Buffer, atMs: number) => void): void {
  const blockBytes = BLOCK_SAMPLES * frame;
  const silence = Buffer.alloc(blockBytes);
  let next: number | undefined;
  let isFilling = false;
  const isFilled = (): boolean => stream.readableLength >= (PREBUFFER_MS / BLOCK_MS) * blockBytes;
  const turn = (): void => {
    for (const now = monotonicMs(); next !== undefined && next <= now; next += BLOCK_MS) {
      isFilling = isFilling && !isFilled();
      const block = isFilling ? null : (stream.read(blockBytes) as Buffer | null);
      // one that has run dry fills its buffer anew, or it would stutter for ever
      isFilling = block === null;
      if (block === null) starvedMs += BLOCK_MS;
      heard(block ?? silence, next);
    }
  };
  stream.on('readable', () => {
    if (next !== undefined || !isFilled()) return;
    next = monotonicMs();
    setInterval(turn, BLOCK_MS / 4);
  });
}

function listen(ear: number, { path, channels, pace }: Ear): void {
  const finder = new MarkFinder((mark) => untold.push({ ear, ...mark }));
  finders.push(finder);
  const turns = new SoundTurns((turn) => untoldTurns.push({ ear, ...turn }));
  // opened both ways, so that the pipe has a reader and never ends, whoever comes and goes at the other side
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const stream = new Socket({ fd, readable: true, writable: false });
  stream.on('error', (error) => process.stderr.write(`${path}: ${error.message}\n`));
  const heard = (bytes: Buffer, atMs: number): void => {
    const samples = samplesOf(bytes, channels);
    finder.push(samples, atMs);
    turns.push(samples, atMs);
  };
  (pace === 'card' ? asCard : byArrival)(stream, SAMPLE_BYTES * channels, heard);
}

process.once('message', ({ ears }: EarsOrder) => {
  for (const [index, ear] of ears.entries()) listen(index, ear);
  setInterval(() => {
    if (untold.length > 0) say({ type: 'marks', marks: untold });
    if (untoldTurns.length > 0) say({ type: 'turns', turns: untoldTurns });
    untold = [];
    untoldTurns = [];
    say({ type: 'account', damaged: finders.reduce((sum, { damaged }) => sum + damaged, 0), starvedMs });
  }, TELL_EVERY_MS);
  say({ type: 'listening' });
});
process.once('disconnect', () => process.exit(0));
