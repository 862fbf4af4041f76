/** Prints documents beside the event loop, one after the other: each takes its hundred megabytes. */
import { Worker } from 'node:worker_threads';
import type { PoleSigns, SignPrinter } from '../../ports/pole-signs.ts';
import type { LogPrinter, MonthLog } from '../../ports/programme-log.ts';

export type PrintJob = { form: keyof LogPrinter; log: MonthLog } | { form: 'signs'; signs: PoleSigns };

const print = (job: PrintJob): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./print-thread.js', import.meta.url), { workerData: job });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the printing thread ended with code ${code}`)));
  });

export function printInThread(): LogPrinter & SignPrinter {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (job: PrintJob) => {
    const printed = last.then(() => print(job));
    last = printed.catch(() => undefined);
    return printed;
  };
  return {
    pdf: (log) => inTurn({ form: 'pdf', log }),
    xlsx: (log) => inTurn({ form: 'xlsx', log }),
    signs: (signs) => inTurn({ form: 'signs', signs }),
  };
}
