/** Prints the programme log beside the event loop, one document after the other: each takes its hundred megabytes. */
import { Worker } from 'node:worker_threads';
import type { LogPrinter, MonthLog } from '../../ports/programme-log.ts';

export interface PrintJob {
  form: keyof LogPrinter;
  log: MonthLog;
}

const print = (job: PrintJob): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./print-thread.js', import.meta.url), { workerData: job });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the printing thread ended with code ${code}`)));
  });

export function printInThread(): LogPrinter {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (form: PrintJob['form']) => (log: MonthLog) => {
    const printed = last.then(() => print({ form, log }));
    last = printed.catch(() => undefined);
    return printed;
  };
  return { pdf: inTurn('pdf'), xlsx: inTurn('xlsx') };
}
