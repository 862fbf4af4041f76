/**
 * What stands beside an incident, in both languages. It is kept as it was told when it was raised: whole sentences, most of
 * them from the tables of words, among names and figures, which are the same in both.
 */
import { errorText, type Words } from '@loa-lang/schemas/errors/codes';
import { SOURCE_FAULT_WORDS } from '@loa-lang/schemas/errors/relay-faults';
import { SELF_TEST_NOTE_WORDS } from '@loa-lang/schemas/errors/remote-words';
import { COMPLAINTS } from '@loa-lang/schemas/states/complaint';
import { RELAY_NOT_YET, RELAY_OFF } from '../relay/relay-words.ts';
import { PROBLEM_CODES, SKIP_CODES } from '../schedules/slot-words.ts';

/** Longest first, so that none is taken for the beginning of another. */
const SENTENCES: readonly Words[] = [
  ...Object.values(SOURCE_FAULT_WORDS),
  ...Object.values(SELF_TEST_NOTE_WORDS),
  ...Object.values(COMPLAINTS),
  ...[...Object.values(PROBLEM_CODES), ...Object.values(SKIP_CODES)].map((code) => errorText(code)),
  ...[RELAY_NOT_YET, RELAY_OFF],
].sort((a, b) => b.vi.length - a.vi.length);

/** Told in Vietnamese, with figures. */
const TO_ENGLISH: readonly [RegExp, string][] = [
  [/\(1 phản ánh\)/g, '(1 complaint)'],
  [/\((\d+) phản ánh\)/g, '($1 complaints)'],
  [/; hạn trả lời /g, '; to be answered by '],
  [/(\d+)\/(\d+) dải/g, '$1/$2 bands'],
];

/** Told in English, with names. */
const TO_VIETNAMESE: readonly [RegExp, string][] = [
  [/^installation (\S+) (?:asks|speaks) with the key of this device$/, 'máy $1 dùng khoá của thiết bị này'],
  [/^installation (\S+) connects as this device$/, 'máy $1 kết nối bằng tên thiết bị này'],
  [/^two machines that call themselves the same take turns$/, 'hai máy cùng tên thay nhau kết nối'],
  [/^never heard$/, 'chưa kết nối lần nào'],
  [/^more than (\d+) a day$/, 'quá $1 lần một ngày'],
];

const replaced = (text: string, pairs: readonly [RegExp, string][]): string =>
  pairs.reduce((said, [pattern, words]) => said.replace(pattern, words), text);

/** @param detail as it was told when the incident was raised */
export function detailWords(detail: string): Words {
  const english = SENTENCES.reduce((said, { vi, en }) => said.replaceAll(vi, en), detail);
  return { vi: replaced(detail, TO_VIETNAMESE), en: replaced(english, TO_ENGLISH) };
}
