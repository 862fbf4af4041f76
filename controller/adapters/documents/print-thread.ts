/** Worker thread: one document. Laying one out takes seconds, in which nothing else would be answered. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { logPdf } from './log-pdf.ts';
import { logXlsx } from './log-xlsx.ts';
import type { PrintJob } from './print-in-thread.ts';
import { signsPdf } from './signs-pdf.ts';

/** On Linux of this thread alone: sound on the same cores comes first. */
const BEHIND_THE_REST = 5;
if (process.platform === 'linux') setPriority(BEHIND_THE_REST);

const printed = (job: PrintJob): Promise<Uint8Array> =>
  job.form === 'signs' ? signsPdf(job.signs) : { pdf: logPdf, xlsx: logXlsx }[job.form](job.log);

parentPort?.postMessage(await printed(workerData as PrintJob));
