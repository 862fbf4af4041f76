/**
 * The probe process: reads what agents write as sound from named pipes and stamps, by CLOCK_MONOTONIC, the first sample
 * that is not zero after a silence.
 */
import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { ProbeMessage, ProbeOrder } from './messages.ts';

const SAMPLES_PER_MS = 48;
/** No data for so long is silence. */
const SILENCE_MS = 400;

const monotonic = (): number => Number(process.hrtime.bigint()) / 1e6;

const say = (message: ProbeMessage): void => {
  process.send?.(message);
};

/** Told when all is quiet: fifty agents sound at once, and telling of one would delay the stamp of the next. */
const untold: ProbeMessage[] = [];
const TELL_EVERY_MS = 250;
setInterval(() => {
  if (untold.every((message) => message.type !== 'sounded' || monotonic() - message.atMs > SILENCE_MS / 2))
    for (const message of untold.splice(0)) say(message);
}, TELL_EVERY_MS);

function listen(pipe: number, path: string): void {
  // opened both ways, so that the pipe has a reader and never ends, whoever comes and goes at the other side
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const stream = new Socket({ fd, readable: true, writable: false });
  let lastDataAt = -Infinity;
  let stamped = false;
  let odd: number | undefined;
  stream.on('data', (chunk: Buffer) => {
    const at = monotonic();
    if (at - lastDataAt > SILENCE_MS) {
      stamped = false;
      odd = undefined;
    }
    lastDataAt = at;
    if (stamped) return;
    const bytes = odd === undefined ? chunk : Buffer.concat([Buffer.from([odd]), chunk]);
    for (let i = 0; i + 1 < bytes.length; i += 2) {
      if (bytes.readInt16LE(i) === 0) continue;
      stamped = true;
      untold.push({ type: 'sounded', pipe, atMs: at + i / 2 / SAMPLES_PER_MS, sample: i / 2 });
      return;
    }
    odd = bytes.length % 2 === 1 ? bytes[bytes.length - 1] : undefined;
  });
  stream.on('error', (error) => process.stderr.write(`${path}: ${error.message}\n`));
}

process.once('message', (order: ProbeOrder) => {
  for (const [pipe, path] of order.paths.entries()) listen(pipe, path);
  say({ type: 'listening' });
});
process.once('disconnect', () => process.exit(0));
