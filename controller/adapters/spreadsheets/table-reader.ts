/** Tables are read by a process of its own, one after the other, within limits of memory and time. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TableReader } from '../../ports/uploads.ts';

const run = promisify(execFile);

const PROCESS = fileURLToPath(new URL('./table-process.js', import.meta.url));
/** Sixty thousand rows, thirty times what may be, take 170 MB. */
const HEAP_MB = 256;
/** They take two seconds; a minute is a machine in trouble, or a file that is made to be slow. */
const DEADLINE_MS = 60_000;
/** More than the largest upload holds, unless its cells repeat one long text. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

export class SpreadsheetReader implements TableReader {
  #last: Promise<unknown> = Promise.resolve();

  read(bytes: Uint8Array): ReturnType<TableReader['read']> {
    const mine = this.#last.then(() => readApart(bytes));
    this.#last = mine;
    return mine;
  }
}

async function readApart(bytes: Uint8Array): ReturnType<TableReader['read']> {
  const reading = run(process.execPath, [`--max-old-space-size=${HEAP_MB}`, PROCESS], {
    ...{ env: {}, timeout: DEADLINE_MS, killSignal: 'SIGKILL', maxBuffer: MAX_ANSWER_BYTES },
  });
  // it may end before it has read all
  reading.child.stdin?.on('error', () => undefined).end(bytes);
  return reading.then(
    ({ stdout }) => JSON.parse(stdout),
    () => ({ ok: false, detail: 'too large or too slow to read' }),
  );
}
