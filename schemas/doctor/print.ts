/** A report as a person reads it, in one language. */
import type { Words } from '../errors/codes.ts';
import type { DoctorReport, Verdict } from './report.ts';

export type Language = keyof Words;

const MARKS: Record<Verdict, string> = { ok: '✔', unknown: '?', warn: '!', fail: '✘' };
const TITLES: Record<DoctorReport['subject'], Words> = {
  controller: { vi: 'Máy chủ Loa Làng', en: 'Loa Làng controller' },
  agent: { vi: 'Thiết bị cụm loa', en: 'Loudspeaker device' },
};
const TODO: Words = { vi: 'Việc cần làm', en: 'To do' };
const ALL_WELL: Words = { vi: 'Không có việc gì phải làm.', en: 'Nothing has to be done.' };

const summary = (fails: number, warnings: number, unknowns: number): Words => ({
  vi: `${fails} lỗi, ${warnings} điều cần xem, ${unknowns} điều không biết được từ máy này.`,
  en: `${fails} faults, ${warnings} to look at, ${unknowns} that cannot be told from this machine.`,
});

export function printReport({ subject, version, findings }: DoctorReport, language: Language): string[] {
  const count = (verdict: Verdict): number => findings.filter((each) => each.verdict === verdict).length;
  const [fails, warnings, unknowns] = [count('fail'), count('warn'), count('unknown')];
  return [
    `${TITLES[subject][language]} ${version}`,
    '',
    ...findings.flatMap(({ verdict, what, found, todo }) => [
      `${MARKS[verdict]} ${what[language]}: ${found[language]}`,
      ...(todo === undefined ? [] : [`    → ${TODO[language]}: ${todo[language]}`]),
    ]),
    '',
    fails + warnings + unknowns === 0 ? ALL_WELL[language] : summary(fails, warnings, unknowns)[language],
  ];
}

/** Vietnamese unless English is asked for; a system without a language (C, POSIX) has asked for none. */
export function languageOf(asked: string | undefined, locale: string | undefined): Language | undefined {
  if (asked !== undefined) return asked === 'vi' || asked === 'en' ? asked : undefined;
  return locale?.toLowerCase().startsWith('en') ? 'en' : 'vi';
}
