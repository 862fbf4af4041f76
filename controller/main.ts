/** The controller as a program: runs until a signal, or until the process that started it is gone. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import { readProcessConfig } from './config.ts';
import { type RunningController, startController } from './start.ts';
import { StartFault } from './start-fault.ts';

/** Wrong configuration; trying again without a change is useless. */
const EXIT_CONFIG = 2;
const EXIT_FAILED = 1;
/** Supervisors kill after some ten seconds; what has not stopped by then is adopted at the next start. */
const STOP_WITHIN_MS = 10_000;

const say = ({ vi, en }: Words): void => {
  process.stderr.write(`${vi}\n${en}\n`);
};

const setUpWords = (url: string): Words => ({
  vi: `Chưa có tài khoản nào. Mở đường dẫn này để lập tài khoản quản trị đầu tiên (dùng một lần, trong 24 giờ):\n  ${url}`,
  en: `There are no accounts yet. Open this link to make the first administrator (once, within 24 hours):\n  ${url}`,
});

/** A signal during the start waits for its end: what is half started cannot be stopped in order. */
function stopOnSignal(starting: Promise<RunningController>): void {
  const stop = (exitCode: number) => {
    setTimeout(() => process.exit(EXIT_FAILED), STOP_WITHIN_MS).unref();
    void starting.then((controller) => controller.stop()).then(() => process.exit(exitCode));
  };
  process.once('SIGINT', () => stop(0));
  process.once('SIGTERM', () => stop(0));
  // started by another program over a channel: without that program nobody would ever stop this one
  if (process.connected) process.once('disconnect', () => stop(0));
  process.once('uncaughtException', (error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    stop(EXIT_FAILED);
  });
}

const read = readProcessConfig();
if (read.ok) {
  try {
    const starting = startController(read.config);
    stopOnSignal(starting);
    const { httpUrl, mqttUrl, deviceBrokerUrl, enrolmentUrl, deployment, setUpUrl } = await starting;
    if (setUpUrl !== undefined) say(setUpWords(setUpUrl));
    process.send?.({ type: 'running', httpUrl, mqttUrl, deviceBrokerUrl, enrolmentUrl, deployment });
  } catch (error) {
    if (!(error instanceof StartFault)) throw error;
    say(error.words);
    process.exit(EXIT_FAILED);
  }
} else {
  say({ vi: 'Cấu hình chưa đúng, hệ thống không khởi động:', en: 'The configuration is wrong; not started:' });
  for (const fault of read.faults) say({ vi: `  - ${fault.vi}`, en: `    ${fault.en}` });
  process.exit(EXIT_CONFIG);
}
