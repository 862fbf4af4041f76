/** Texts made to be slow: eight times as long may take some eight times as long, whatever is repeated in them. */
import { splitSentences } from '@loa-lang/controller/adapters/speech/split-sentences';
import { airDateWarnings } from '@loa-lang/controller/domain/reading/air-date-warnings';
import { readText } from '@loa-lang/controller/domain/reading/read-text';
import { lastDateIn } from '@loa-lang/controller/domain/reading/validity';
import { tidyFileName, titleOfFile, titleOfText } from '@loa-lang/controller/domain/text/bulletin-title';
import { nameKey, searchName } from '@loa-lang/controller/domain/text/names';
import { describe, expect, it } from 'vitest';

const READERS: Record<string, (text: string) => unknown> = {
  readText,
  splitSentences: (text) => splitSentences(text, 150, 400),
  airDateWarnings: (text) => airDateWarnings(text, ['2026-11-26']),
  lastDateIn: (text) => lastDateIn(text, '2026-11-26'),
  titleOfText,
  titleOfFile,
  tidyFileName,
  nameKey,
  searchName,
};

const SMALL = 4_000;
const TIMES = 8;
/** Linear is 8, n·log n 10, quadratic 64. */
const TOO_STEEP = 24;
/** Below it a garbage collection is most of what is measured. */
const LEAST_MS = 3;

const REPEATED = [
  ...'0.,-/ \n(:"@%aIđ',
  ...['1.', '1,', '1-', '1/', '. ', '?!', ' ,', '–,', '\u0301', '📍', '٣', '5CN', 'V.', 'QWRT', 'A-', 'a@b.', '0912 '],
  ...['7h30 ', '05/12 ', 'ngày ', 'từ ngày 1 ', 'thứ hai, ', 'số 1 của a ', 'UBND ', '-KH/', 'http://', 'Nguyễn '],
  ...['viết tắt là (A', '(sau đây gọi là ', 'Quyết định '],
];

/** Processor time, ms: what others do on the machine does not count. */
function cost(read: (text: string) => unknown, text: string, turns: number): number {
  const took = Array.from({ length: turns }, () => {
    const before = process.cpuUsage();
    read(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...took);
}

/** How many times as much the longer text takes; measured again where it looks steep. */
function steepness(read: (text: string) => unknown, repeated: string): number {
  const text = (length: number) => `${repeated.repeat(Math.ceil(length / repeated.length)).slice(0, length)}|`;
  read(text(SMALL));
  for (let turns = 1; ; turns += 2) {
    const times = cost(read, text(SMALL * TIMES), turns) / Math.max(cost(read, text(SMALL), 2), LEAST_MS);
    if (times < TOO_STEEP || turns > 3) return times;
  }
}

const steep = (read: (text: string) => unknown): string[] =>
  REPEATED.filter((repeated) => steepness(read, repeated) >= TOO_STEEP);

describe('a long text', () => {
  it.each(Object.entries(READERS))(
    'is read by %s in time that grows as it does',
    { timeout: 300_000 },
    (_name, read) => {
      expect(steep(read)).toEqual([]);
    },
  );

  it('or else this test fails', () => {
    expect(steepness((text) => text.replace(/ +$/, ''), ' ')).toBeGreaterThanOrEqual(TOO_STEEP);
  });
});
