/** What the launcher starts when something is broken: always something that works. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readState, writeNext, writeState } from '@loa-lang/device-agent/launcher/files';
import { launch } from '@loa-lang/device-agent/launcher/launch';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';

let folder: string;
let versions: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-launcher-'));
  versions = join(folder, 'versions');
  mkdirSync(versions);
  program(folder, 'factory', `${STAYS}`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Says that it runs, and goes on until it is told to end. */
const STAYS = "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);";
const installed = (name: string) => ({ name, version: name, main: 'main.js', artefactId: name.repeat(8) });

/** A program that appends its name to the log first. */
function program(at: string, name: string, source: string): void {
  mkdirSync(join(at, name), { recursive: true });
  const log = JSON.stringify(join(folder, 'log'));
  writeFileSync(join(at, name, 'main.js'), `require('fs').appendFileSync(${log}, '${name} '); ${source}`);
}
const ran = (): string[] => {
  try {
    return readFileSync(join(folder, 'log'), 'utf8').trim().split(' ');
  } catch {
    return [];
  }
};

/** Until it holds; then the launcher is told to end. @returns its exit code */
async function launchedUntil(what: string, holds: () => boolean, over = {}): Promise<number> {
  const stopping = new AbortController();
  const ended = launch({
    ...{ versions, main: join(folder, 'factory/main.js'), args: [], trialMs: 1000, pauseMs: 1 },
    ...{ signal: stopping.signal, say: () => undefined, ...over },
  });
  try {
    await eventually(what, holds);
  } finally {
    stopping.abort();
  }
  return ended;
}

it('without anything else, the version that came with the machine; and ends as it ends', async () => {
  expect(await launchedUntil('it runs', () => ran().length > 0)).toBe(0);
  expect(ran()).toEqual(['factory']);
});

it('a state that cannot be read, or names what is not there, is none', async () => {
  writeFileSync(join(versions, 'state.json'), '{"bad":[], "current"');
  await launchedUntil('it runs', () => ran().length === 1);
  writeState(versions, { bad: [], current: installed('gone'), previous: installed('gone-too') });
  await launchedUntil('it runs', () => ran().length === 2);
  expect(ran()).toEqual(['factory', 'factory']);
});

it('no folder of versions is no reason not to play', async () => {
  writeFileSync(join(folder, 'file'), '');
  await launchedUntil('it runs', () => ran().length === 1, { versions: join(folder, 'file', 'versions') });
  expect(ran()).toEqual(['factory']);
});

it('a current version that crashes and crashes lets the former have its turn', async () => {
  program(versions, 'new', 'process.exit(1)');
  program(versions, 'old', STAYS);
  writeState(versions, { bad: [], current: installed('new'), previous: installed('old') });
  await launchedUntil('the former runs', () => ran().includes('old'));
  expect(ran()).toEqual(['new', 'new', 'new', 'new', 'new', 'old']);
});

it.each([
  ['crashes', 'process.exit(3)', 3, 'ended with code 3, 3 times'],
  ['is never well', STAYS, 1, 'not well within 1 s'],
  ['ends as if content, for ever', 'process.exit(0)', 10, 'not well after 10 starts'],
])('a version on trial that %s is gone back from', async (_what, source, starts, reason) => {
  program(versions, 'old', STAYS);
  program(versions, 'bad', source);
  writeState(versions, { bad: [], current: installed('old') });
  writeNext(versions, { ...installed('bad'), commandId: 'c' });
  await launchedUntil('the former runs', () => ran().includes('old'));
  expect(ran()).toEqual([...Array(starts).fill('bad'), 'old']);
  expect(readState(versions)).toMatchObject({
    bad: [installed('bad').artefactId],
    outcome: { commandId: 'c', reason },
  });
  // laid ready again, by whatever mistake
  writeNext(versions, { ...installed('bad'), commandId: 'd' });
  await launchedUntil('the former runs again', () => ran().at(-1) === 'old' && ran().length > starts + 1);
  expect(ran().filter((name) => name === 'bad')).toHaveLength(starts);
});

it('a version on trial that is not there is gone back from', async () => {
  writeNext(versions, { ...installed('nowhere'), commandId: 'c' });
  await launchedUntil('it runs', () => ran().length > 0);
  expect(readState(versions)).toMatchObject({ outcome: { result: 'rolled-back', reason: 'it is not there' } });
});

it('one that proves its health stays, with the former beside it', async () => {
  program(versions, 'old', STAYS);
  const healthy = JSON.stringify(JSON.stringify({ artefactId: installed('new').artefactId }));
  program(
    versions,
    'new',
    `require('fs').writeFileSync(${JSON.stringify(join(versions, 'healthy.json'))}, ${healthy}); ${STAYS}`,
  );
  writeState(versions, { bad: [], current: installed('old') });
  writeNext(versions, { ...installed('new'), commandId: 'c' });
  await launchedUntil('it is current', () => readState(versions).current?.name === 'new', { trialMs: 20_000 });
  expect(readState(versions)).toMatchObject({ previous: { name: 'old' }, outcome: { result: 'healthy' } });
  await launchedUntil('it is started again', () => ran().length === 2);
  expect(ran()).toEqual(['new', 'new']);
});
