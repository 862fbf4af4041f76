/** `<dataDir>/silence.jsonl`: what was silenced and lifted here, one line each, flushed before it counts. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { IdSchema } from '@loa-lang/schemas/ids';
import { RevisionSchema } from '@loa-lang/schemas/wire/common';
import { LatchSchema } from '@loa-lang/schemas/wire/plan';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { JournalEntry, SilenceJournal } from '../ports/silence-store.ts';

const Person = Type.Optional(Type.String());
const entry = Compile(
  Type.Union([
    Type.Object({ latch: Type.Intersect([LatchSchema, Type.Object({ latchedBy: Person, liftedBy: Person })]) }),
    Type.Object({ planId: IdSchema, revision: RevisionSchema }),
  ]),
);

function parse(line: string): JournalEntry[] {
  try {
    const value: unknown = JSON.parse(line);
    return entry.Check(value) ? [value as JournalEntry] : [];
  } catch {
    return [];
  }
}

const textOf = (entries: readonly JournalEntry[]): string =>
  entries.map((each) => `${JSON.stringify(each)}\n`).join('');

export const openSilenceFile = (dataDir: string): SilenceJournal => {
  const path = join(dataDir, 'silence.jsonl');
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const write = async (target: string, flags: 'a' | 'w', text: string): Promise<void> => {
    const file = await open(target, flags, 0o600);
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
  };
  return {
    read: () =>
      inTurn(async () => {
        try {
          return (await readFile(path, 'utf8')).split('\n').flatMap(parse);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
          throw error;
        }
      }),
    replace: (entries) =>
      inTurn(async () => {
        await write(`${path}.new`, 'w', textOf(entries));
        await rename(`${path}.new`, path);
        const folder = await open(dirname(path), 'r');
        await folder.sync().finally(() => folder.close());
      }),
    // on a line of its own, also behind one that a full disk cut off
    append: (added) => inTurn(() => write(path, 'a', `\n${textOf([added])}`)),
  };
};
