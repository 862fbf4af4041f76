/**
 * A process of its own: a table from standard input, what came of it as JSON on standard output. A kilobyte can name a
 * cell so far away that the table up to it fills all memory; then this process ends, and not the controller.
 */
import { setPriority } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { readTable } from './read-table.ts';

/** Whatever carries voice on the same cores comes first. */
setPriority(5);

const read = await readTable(new Uint8Array(await buffer(process.stdin))).then(
  (table) => ({ ok: true, table }),
  (error: Error) => ({ ok: false, detail: error.message }),
);
process.stdout.write(JSON.stringify(read));
