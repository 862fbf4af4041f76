#!/usr/bin/env node
/**
 * Starts the agent that is current. It stays as it is while agents come and go, so it knows nothing of them but the files
 * in `files.ts` and two options, and needs nothing but Node.js.
 */
import { parseArgs } from 'node:util';
import { launch } from './launch.ts';

/** The least that a mobile network needs to come up, twice. */
const TRIAL_MS = 10 * 60_000;
const PAUSE_MS = 2000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { versions: { type: 'string' }, main: { type: 'string' }, 'trial-ms': { type: 'string' } },
});
const say = (text: string): void => void process.stderr.write(`launcher ${text}\n`);
const { versions, main } = values;
if (versions === undefined || main === undefined) {
  say('usage: launcher --versions FOLDER --main FILE [--trial-ms N] -- ARGUMENTS OF THE AGENT');
  process.exit(2);
}
const stopping = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stopping.abort());
const trialMs = Number(values['trial-ms'] ?? TRIAL_MS);
process.exitCode = await launch({
  ...{ versions, main, trialMs, say },
  args: positionals,
  pauseMs: PAUSE_MS,
  signal: stopping.signal,
});
