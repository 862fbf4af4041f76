#!/usr/bin/env node
/** The program: signals and streams around the commands. */
import { EXIT, runCli } from './cli.ts';

/** A sound card, a disk or a link that hangs must not keep the supervisor waiting, nor the next life from sounding. */
const STOP_WITHIN_MS = 8000;

const stopping = new AbortController();
const stop = (): void => stopping.abort();
// whoever asked: a signal, or the controller
stopping.signal.addEventListener('abort', () => setTimeout(() => process.exit(EXIT.failed), STOP_WITHIN_MS).unref());
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// started by another program over a channel: without that program nobody would ever stop this one
if (process.connected) process.once('disconnect', stop);
process.on('uncaughtException', (error) => {
  // whoever supervises starts it again, and the journal knows what sounded
  process.stderr.write(`error ${error.stack ?? error.message}\n`);
  process.exit(EXIT.failed);
});
// a reader of standard output that has gone away is no reason to fall silent
process.stdout.on('error', () => undefined);

process.exitCode = await runCli(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  stopping,
});
process.exit();
