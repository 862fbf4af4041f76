/** `<dataDir>/audit.jsonl`: acts that were begun here, until they stand in the log; one line each. */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEntry } from '../domain/audit/audit-entry.ts';
import type { AuditJournal } from '../ports/audit-log.ts';

type Line = { begun: AuditEntry } | { ended: AuditEntry } | { forgotten: string };

/** Begun anew when nothing is open and so much was written. */
const LARGE_BYTES = 256 * 1024;

function parse(text: string): Line[] {
  try {
    return [JSON.parse(text) as Line];
  } catch {
    // cut off by a crash: what it was about to say did not happen yet, or is said by another line
    return [];
  }
}

export const openAuditFile = (dataDir: string): AuditJournal => {
  const path = join(dataDir, 'audit.jsonl');
  const held = new Set<string>();
  let size = 0;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const write = async (flags: 'a' | 'w', lines: readonly Line[], durable: boolean): Promise<void> => {
    const file = await open(path, flags, 0o600);
    try {
      // on a line of its own, also behind one that a full disk cut off
      const text = lines.map((line) => `\n${JSON.stringify(line)}`).join('');
      await file.writeFile(text);
      if (durable) await file.datasync();
      size = flags === 'w' ? text.length : size + text.length;
    } finally {
      await file.close();
    }
  };
  return {
    read: () =>
      inTurn(async () => {
        const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return '';
          throw error;
        });
        const begun = new Map<string, AuditEntry>();
        const ended = new Map<string, AuditEntry>();
        for (const line of text.split('\n').filter(Boolean).flatMap(parse)) {
          if ('begun' in line) begun.set(line.begun.id, line.begun);
          if ('ended' in line) ended.set(line.ended.id, line.ended);
          const over = 'ended' in line ? line.ended.id : 'forgotten' in line ? line.forgotten : undefined;
          if (over !== undefined) begun.delete(over);
          if ('forgotten' in line) ended.delete(line.forgotten);
        }
        for (const id of [...begun.keys(), ...ended.keys()]) held.add(id);
        size = text.length;
        return { begun: [...begun.values()], ended: [...ended.values()] };
      }),
    begin: (entry) =>
      inTurn(async () => {
        await write('a', [{ begun: entry }], true);
        held.add(entry.id);
      }),
    // the begun line is durable: should this one be lost, the act stands in the log with an unknown outcome
    end: (entry) =>
      inTurn(async () => {
        await write('a', [{ ended: entry }], false);
        held.add(entry.id);
      }),
    forget: (ids) =>
      inTurn(async () => {
        for (const id of ids) held.delete(id);
        if (held.size === 0 && size > LARGE_BYTES) return write('w', [], true);
        return write(
          'a',
          ids.map((forgotten) => ({ forgotten })),
          false,
        );
      }),
  };
};
