/** How fast notices are read: characters a second, and how long one step holds the event loop. */
import { readFileSync } from 'node:fs';
import { readingSteps, readText } from '@loa-lang/controller/domain/reading/read-text';
import { MAX_BULLETIN_TEXT } from '@loa-lang/schemas/http/bulletins';
import { type Bench, type BenchResult, figure, percentile } from '../bench.ts';

const FIXTURE = new URL('../../../fixtures/reading/notices.txt', import.meta.url);
const RUN_MS = 5_000;
const NOTICE_CHARS = 2_000;

/** Sentences of notices, dense with figures and abbreviations: harder than any whole notice. */
function sentences(): string {
  const lines = readFileSync(FIXTURE, 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('  ')).join('\n');
}

const ofLength = (text: string, length: number): string =>
  `${text}\n`.repeat(Math.ceil(length / text.length)).slice(0, length);

async function run(log: (line: string) => void): Promise<BenchResult> {
  const text = sentences();
  readText(text);
  log(`${text.length} characters of dense notices, for ${RUN_MS / 1000} s`);
  const rates: number[] = [];
  for (const start = performance.now(); performance.now() - start < RUN_MS; ) {
    const before = performance.now();
    readText(text);
    rates.push((text.length / (performance.now() - before)) * 1000);
  }
  const notice = ofLength(text, NOTICE_CHARS);
  const noticeMs = Array.from({ length: 200 }, () => {
    const before = performance.now();
    readText(notice);
    return performance.now() - before;
  });
  log(`${MAX_BULLETIN_TEXT} characters in steps`);
  const stepsMs: number[] = [];
  const steps = readingSteps(ofLength(text, MAX_BULLETIN_TEXT));
  for (let before = performance.now(); steps.next().done !== true; before = performance.now()) {
    stepsMs.push(performance.now() - before);
  }
  return {
    conditions: { text: 'sentences of notices full of figures and abbreviations', characters: text.length },
    figures: [
      figure('characters a second, median', percentile(rates, 0.5), 'characters/s'),
      figure(`a notice of ${NOTICE_CHARS} characters, median`, percentile(noticeMs, 0.5), 'ms'),
      figure(`a notice of ${NOTICE_CHARS} characters, p99`, percentile(noticeMs, 0.99), 'ms'),
      figure(`longest step of a text of ${MAX_BULLETIN_TEXT} characters`, Math.max(...stepsMs), 'ms'),
      figure('the same, p99', percentile(stepsMs, 0.99), 'ms'),
    ],
  };
}

export const normalise: Bench = {
  name: 'normalise',
  what: 'how fast notices are turned into what is spoken, and how long it holds the event loop',
  run,
};
