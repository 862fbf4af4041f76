/** Sentences of a table, filled with what was found. */
import { fillWords, type Words } from '../errors/codes.ts';
import type { DoctorTable, Finding, Say } from './report.ts';

export const ok = (vi: string, en: string): Say => ({ verdict: 'ok', found: { vi, en } });

type Row = (found: Words, todo: Words) => Say;
/** Finding and advice, Vietnamese first. */
export const warn: Row = (found, todo) => ({ verdict: 'warn', found, todo });
export const fail: Row = (found, todo) => ({ verdict: 'fail', found, todo });
export const unknown: Row = (found, todo) => ({ verdict: 'unknown', found, todo });

export type Values = Finding['values'];

/** Makes findings of one table; check and code are those that it has. */
export const findingsOf =
  <T extends DoctorTable>(table: T) =>
  <C extends keyof T & string>(check: C, code: keyof T[C]['says'] & string, values: Values = {}): Finding => {
    const { what, says } = table[check] as DoctorTable[string];
    const { verdict, found, todo } = says[code] as Say;
    return {
      ...{ check, code, verdict, values, what },
      found: fillWords(found, values),
      ...(todo !== undefined && { todo: fillWords(todo, values) }),
    };
  };
