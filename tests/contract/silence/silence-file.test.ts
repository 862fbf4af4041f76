/** The file of silence: what was flushed is there after a crash, and a torn end is no damage. */
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSilenceFile } from '@loa-lang/controller/adapters/silence-file';
import type { JournalEntry } from '@loa-lang/controller/ports/silence-store';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
const path = () => join(folder, 'silence.jsonl');
const entry = (id: string): JournalEntry => ({
  latch: { id, areaId: 'xa', level: 'commune', since: 1, reason: 'Loa hú "to"\n', latchedBy: 'Đài' },
});
const claim: JournalEntry = { planId: 'xa', revision: { epoch: 1, revision: 2 ** 20 } };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-silence-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('is empty at first, keeps what is added in its order, and is replaced as a whole', async () => {
  const file = openSilenceFile(folder);
  expect(await file.read()).toEqual([]);
  await Promise.all([file.append(entry('a')), file.append(claim), file.append(entry('b'))]);
  expect(await openSilenceFile(folder).read()).toEqual([entry('a'), claim, entry('b')]);
  await file.replace([claim]);
  await file.append(entry('c'));
  expect(await openSilenceFile(folder).read()).toEqual([claim, entry('c')]);
});

it('reads what stands before and after a torn or foreign line', async () => {
  const file = openSilenceFile(folder);
  await file.append(entry('a'));
  const whole = await readFile(path(), 'utf8');
  for (const cut of [1, 20, whole.length - 2]) {
    await writeFile(path(), whole);
    await appendFile(path(), whole.slice(0, cut));
    expect(await openSilenceFile(folder).read()).toEqual([entry('a')]);
  }
  await writeFile(path(), `\0\0\0\n{"latch":{"id":"x"}}\nnull\n[]\n${whole}`);
  expect(await openSilenceFile(folder).read()).toEqual([entry('a')]);
});

it('what is added behind a line that a full disk cut off is not lost with it', async () => {
  const file = openSilenceFile(folder);
  await file.append(entry('a'));
  await appendFile(path(), '{"latch":{"id":"b"');
  await file.append(entry('c'));
  expect(await file.read()).toEqual([entry('a'), entry('c')]);
});

it('says when it cannot be written', async () => {
  const file = openSilenceFile(join(folder, 'gone'));
  await expect(file.append(entry('a'))).rejects.toThrow('ENOENT');
  // and goes on once it can
  expect(await file.read()).toEqual([]);
});
