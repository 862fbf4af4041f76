/** What doctors say, whatever they find. */
import { AGENT_WORDS } from '@loa-lang/device-agent/doctor/words';
import { MACHINE_WORDS } from '@loa-lang/schemas/doctor/machine-words';
import { languageOf, printReport } from '@loa-lang/schemas/doctor/print';
import {
  type DoctorReport,
  DoctorReportSchema,
  type DoctorTable,
  exitCodeOf,
  worstOf,
} from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { CONTROLLER_WORDS } from '#deploy/doctor/words';

const TABLES: DoctorTable[] = [MACHINE_WORDS, AGENT_WORDS, CONTROLLER_WORDS];
const rows = TABLES.flatMap((table) =>
  Object.entries(table).flatMap(([check, { what, says }]) =>
    Object.entries(says).map(([code, say]) => ({ name: `${check}/${code}`, what, ...say })),
  ),
);
const holes = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

describe('a sentence', () => {
  it('is there in both languages, with the same values, and says what to do wherever there is something to do', () => {
    for (const { name, verdict, what, found, todo } of rows) {
      for (const words of [what, found, ...(todo === undefined ? [] : [todo])]) {
        expect(words.vi.trim(), name).not.toBe('');
        expect(words.en.trim(), name).not.toBe('');
        expect(holes(words.vi), name).toEqual(holes(words.en));
      }
      expect(todo === undefined, name).toBe(verdict === 'ok');
    }
    console.log(`${rows.length} sentences`);
    expect(rows.length).toBeGreaterThan(150);
  });
});

describe('a report', () => {
  const say = findingsOf(MACHINE_WORDS);
  const report = (...findings: DoctorReport['findings']): DoctorReport => ({
    ...{ format: 1, subject: 'controller', version: '1', at: '2026-12-01T00:00:00.000Z', findings },
    verdict: worstOf(findings),
  });
  const [fine, low, old] = [
    say('node', 'fine', { version: '24' }),
    say('memory', 'low', { availableMiB: 1, totalMiB: 2 }),
    say('node', 'old', { version: '18', least: '20.19' }),
  ];
  const untold = say('memory', 'untold');

  it('is as its schema says, and is as bad as its worst finding', () => {
    for (const each of [report(fine), report(fine, low), report(low, old, untold)])
      expect(Value.Check(DoctorReportSchema, each)).toBe(true);
    expect([[], [fine], [fine, untold], [untold, low], [low, old]].map(worstOf)).toEqual([
      'ok',
      'ok',
      'unknown',
      'warn',
      'fail',
    ]);
    expect([report(fine), report(untold), report(low), report(old)].map(exitCodeOf)).toEqual([0, 0, 1, 1]);
  });

  it('is read in Vietnamese, or in English', () => {
    const lines = printReport(report(fine, low), 'vi');
    expect(lines).toContain('! Bộ nhớ RAM: chỉ còn 1 trong 2 MiB');
    expect(lines.join('\n')).toContain('→ Việc cần làm: Xem chương trình nào chiếm bộ nhớ');
    expect(printReport(report(low), 'en').join('\n')).toContain('→ To do: See which program takes it');
  });

  it('speaks Vietnamese unless English was asked for', () => {
    expect([
      languageOf(undefined, undefined),
      languageOf(undefined, 'C.UTF-8'),
      languageOf(undefined, 'vi_VN.UTF-8'),
    ]).toEqual(['vi', 'vi', 'vi']);
    expect([languageOf(undefined, 'en_US.UTF-8'), languageOf('en', 'vi_VN'), languageOf('vi', 'en_GB')]).toEqual([
      'en',
      'en',
      'vi',
    ]);
    expect(languageOf('fr', undefined)).toBeUndefined();
  });
});
