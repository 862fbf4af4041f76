/**
 * A player that behaves like pacat: takes PCM at the pace of a sound card, tells its time in the same words, and keeps
 * what it played in a file. While the file `hang` exists it neither reads nor tells, and ignores SIGTERM.
 * usage: fake-player.mjs RECORD HANG
 */
import { appendFileSync, existsSync } from 'node:fs';

const [record, hang] = process.argv.slice(2);
const BYTES_PER_MS = 96;
const BUFFER = 80 * BYTES_PER_MS;
let queue = Buffer.alloc(0);
let played = 0;
let last = process.hrtime.bigint();
process.on('SIGTERM', () => {
  if (!existsSync(hang)) process.exit(0);
});
process.stdin.on('data', (bytes) => {
  queue = Buffer.concat([queue, bytes]);
  if (queue.length > BUFFER) process.stdin.pause();
});
process.stdin.on('end', () => process.exit(0));
setInterval(() => {
  const now = process.hrtime.bigint();
  const hanging = existsSync(hang);
  const due = hanging ? 0 : Math.floor(Number(now - last) / 1e6) * BYTES_PER_MS;
  if (hanging) last = now;
  else last += BigInt(due / BYTES_PER_MS) * 1_000_000n;
  if (hanging) process.stdin.pause();
  else if (queue.length <= BUFFER) process.stdin.resume();
  const taken = queue.subarray(0, due);
  queue = queue.subarray(taken.length);
  if (taken.length > 0) appendFileSync(record, taken);
  played += taken.length;
}, 5);
setInterval(() => {
  if (!existsSync(hang))
    process.stderr.write(`Time: ${(played / BYTES_PER_MS / 1000).toFixed(3)} sec; Latency: 80000 usec.        \r`);
}, 50);
