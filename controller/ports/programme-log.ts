/** The programme log as far as it is kept: closed months, and what was written by hand. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PersonRef } from '../domain/people/person.ts';
import type { LogLine, WrittenLine } from '../domain/programme-log/log-line.ts';
import type { MonthStatistics } from '../domain/programme-log/statistics.ts';

export interface ClosedMonth {
  communeId: AreaId;
  /** YYYY-MM */
  month: string;
  lines: LogLine[];
  /** of the canonical JSON of the lines and of what was written by hand until then */
  sha256: string;
  closedAt: EpochMillis;
  closedBy: PersonRef;
}

export interface ProgrammeLogStore {
  closed(communeId: AreaId, month: string): Promise<ClosedMonth | undefined>;
  /** @returns false when it was closed before, or something else was written by hand than `written` */
  close(month: ClosedMonth, written: readonly string[]): Promise<boolean>;
  /** in the order in which it was written */
  written(communeId: AreaId, month: string): Promise<WrittenLine[]>;
  /** @returns false when the month does not take this kind: entries while it is open, corrections once it is closed */
  write(communeId: AreaId, month: string, line: WrittenLine): Promise<boolean>;
}

/** A month as it is shown and printed. */
export interface MonthLog {
  communeId: AreaId;
  communeName: string;
  provinceName: string | undefined;
  zone: string;
  month: string;
  lines: LogLine[];
  written: WrittenLine[];
  statistics: MonthStatistics;
  /** nothing is awaited any more */
  complete: boolean;
  closed: Pick<ClosedMonth, 'closedAt' | 'closedBy' | 'sha256'> | undefined;
}

export interface LogPrinter {
  /** A4 across, Vietnamese. */
  pdf(log: MonthLog): Promise<Uint8Array>;
  xlsx(log: MonthLog): Promise<Uint8Array>;
}
