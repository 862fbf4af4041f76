/** A month of the programme log as HTTP shows it. */
import type { MonthLogBody } from '@loa-lang/schemas/http/programme-log';
import { type MissReason, REASON_WORDS } from '@loa-lang/schemas/programme-log/words';
import type { LogLine, WrittenLine } from '../domain/programme-log/log-line.ts';
import type { MonthLog } from '../ports/programme-log.ts';
import { outInstant, outOptional } from './instants.ts';

const missedBody = (reason: MissReason, clusters: number) => ({ reason, words: REASON_WORDS[reason], clusters });

const lineBody = ({ startAt, endAt, missed, madeBy, approvedBy, approvedAt, note, ...same }: LogLine) => ({
  ...same,
  startAt: outInstant(startAt),
  endAt: outInstant(endAt),
  ...(madeBy !== undefined && { madeBy }),
  ...(approvedBy !== undefined && { approvedBy }),
  ...outOptional('approvedAt', approvedAt),
  missed: Object.entries(missed).map(([reason, clusters]) => missedBody(reason as MissReason, clusters)),
  ...(note !== undefined && { note }),
});

const writtenBody = ({ id, kind, corrects, line, reason, madeBy, madeAt }: WrittenLine) => ({
  ...{ id, kind, madeBy, title: line.title, class: line.class },
  startAt: outInstant(line.startAt),
  endAt: outInstant(line.endAt),
  madeAt: outInstant(madeAt),
  ...(corrects !== undefined && { corrects }),
  ...(line.note !== undefined && { note: line.note }),
  ...(reason !== undefined && { reason }),
});

export const monthLogBody = (log: MonthLog): MonthLogBody => ({
  communeId: log.communeId,
  communeName: log.communeName,
  month: log.month,
  complete: log.complete,
  ...(log.closed !== undefined && {
    closed: { ...log.closed, closedAt: outInstant(log.closed.closedAt) },
  }),
  lines: log.lines.map(lineBody),
  written: log.written.map(writtenBody),
  statistics: {
    ...log.statistics,
    byCategory: log.statistics.byCategory.map(({ category, ...sums }) => ({
      ...(category !== undefined && { category }),
      ...sums,
    })),
    byAuthor: log.statistics.byAuthor.map(({ author, ...sums }) => ({
      ...(author !== undefined && { author }),
      ...sums,
    })),
    missed: log.statistics.missed.map(({ reason, clusters }) => missedBody(reason, clusters)),
  },
});
