/** What `doctor` says, of the controller and of a device: a finding for each thing it looked at. */
import { type Static, Type } from 'typebox';
import type { Words } from '../errors/codes.ts';

/** `warn`: it works, and will not always; `fail`: something does not work; `unknown`: it cannot be told from here */
export const VERDICTS = ['ok', 'unknown', 'warn', 'fail'] as const;
export type Verdict = (typeof VERDICTS)[number];

const WordsSchema = Type.Object({ vi: Type.String(), en: Type.String() });

export const FindingSchema = Type.Object({
  /** what was looked at, e.g. `data-folder` */
  check: Type.String({ pattern: '^[a-z-]+$' }),
  /** what was found, e.g. `low`; together with `check` it stays the same from version to version */
  code: Type.String({ pattern: '^[a-z0-9-]+$' }),
  verdict: Type.Enum([...VERDICTS]),
  /** figures and names in the sentences, for programs */
  values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), WordsSchema])),
  what: WordsSchema,
  found: WordsSchema,
  /** what to do; always there unless all is well */
  todo: Type.Optional(WordsSchema),
});
export type Finding = Static<typeof FindingSchema>;

export const DoctorReportSchema = Type.Object({
  format: Type.Literal(1),
  subject: Type.Enum(['controller', 'agent']),
  version: Type.String(),
  /** by the clock of the machine, ISO 8601 */
  at: Type.String(),
  /** the worst of all */
  verdict: Type.Enum([...VERDICTS]),
  findings: Type.Array(FindingSchema),
});
export type DoctorReport = Static<typeof DoctorReportSchema>;

/** What may be said of one thing. */
export interface Say {
  verdict: Verdict;
  /** `{name}` is filled from the values */
  found: Words;
  todo?: Words;
}
export type DoctorTable = Record<string, { what: Words; says: Record<string, Say> }>;

export const worstOf = (findings: readonly Finding[]): Verdict =>
  VERDICTS[Math.max(0, ...findings.map(({ verdict }) => VERDICTS.indexOf(verdict)))] ?? 'ok';

/** Exit codes of both commands. */
export const DOCTOR_EXIT = {
  /** nothing to do; what cannot be told from here is no work */
  well: 0,
  /** there is something to do */
  ill: 1,
  /** wrong use */
  usage: 2,
} as const;

export const exitCodeOf = (report: Pick<DoctorReport, 'verdict'>): number =>
  report.verdict === 'ok' || report.verdict === 'unknown' ? DOCTOR_EXIT.well : DOCTOR_EXIT.ill;
