/** Self-tests as HTTP shows them. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import {
  CALIBRATION_WORDS,
  COMMAND_WORDS,
  GRADE_WORDS,
  SELF_TEST_NOTE_WORDS,
} from '@loa-lang/schemas/errors/remote-words';
import type { SelfTestBody } from '@loa-lang/schemas/http/self-tests';
import type { Band } from '../domain/self-test/measurement.ts';
import type { SelfTestRecord } from '../ports/self-test-store.ts';
import type { BaselineView, ScheduleView, SelfTestView } from '../services/self-test/self-tests.ts';
import { outInstant, outOptional } from './instants.ts';

export function selfTestBody({ test, command }: SelfTestView): SelfTestBody {
  const { report, figures, grade } = test;
  const { notes = [], ...compared } = figures ?? {};
  const message = messageOf(test, command?.outcome);
  return {
    ...{ id: test.id, clusterId: test.clusterId, deviceId: test.deviceId, mode: test.mode },
    ...{ orderedBy: test.orderedBy.name, orderedAt: outInstant(test.orderedAt) },
    ...{ scheduled: test.plannedFor !== undefined, volumeDb: test.volumeDb },
    ...outOptional('reportedAt', test.reportedAt),
    ...(report !== undefined && { outcome: report.outcome }),
    ...(grade !== undefined && { grade }),
    message,
    notes: notes.map((code) => ({ code, message: SELF_TEST_NOTE_WORDS[code] })),
    ...('bands' in compared && { figures: compared }),
    ...(report?.bands !== undefined && {
      measured: {
        bands: report.bands,
        ...(report.playedDbfs !== undefined && { playedDbfs: report.playedDbfs }),
        ...(report.delayMs !== undefined && { delayMs: report.delayMs }),
        ...(report.confidence !== undefined && { confidence: report.confidence }),
      },
    }),
    ...(report?.detail !== undefined && { detail: report.detail }),
  };
}

function messageOf(
  { reportedAt, grade, figures }: SelfTestRecord,
  outcome: keyof typeof COMMAND_WORDS | undefined,
): Words {
  if (reportedAt === undefined) return COMMAND_WORDS[outcome ?? 'waiting'];
  const { vi, en } = GRADE_WORDS[grade ?? 'none'];
  if (figures?.lossDb === undefined) return { vi, en };
  const softer = figures.lossDb > 0;
  const db = Math.abs(figures.lossDb).toFixed(1);
  return {
    vi: `${vi}: ${softer ? 'nhỏ' : 'to'} hơn mức chuẩn ${db.replace('.', ',')} dB`,
    en: `${en}: ${db} dB ${softer ? 'below' : 'above'} the baseline`,
  };
}

export const baselineBody = ({ state, baseline }: BaselineView) => ({
  ...{ state, message: CALIBRATION_WORDS[state] },
  ...outOptional('madeAt', baseline?.madeAt),
  ...(baseline !== undefined && {
    ...{ madeBy: baseline.madeBy.name, selfTestId: baseline.selfTestId, volumeDb: baseline.volumeDb },
  }),
});

export const historyPoint = ({ orderedAt, grade, figures, report }: SelfTestRecord) => ({
  at: outInstant(orderedAt),
  ...(grade !== undefined && { grade }),
  ...(figures?.lossDb !== undefined && { lossDb: figures.lossDb }),
  ...(report?.bands !== undefined && {
    levelDbfs: energyDb(report.bands, ({ levelDbfs }) => levelDbfs),
    noiseDbfs: energyDb(report.bands, ({ noiseDbfs }) => noiseDbfs),
  }),
  ...(report?.delayMs !== undefined && { delayMs: report.delayMs }),
});

/** Of all bands together. */
const energyDb = (bands: readonly Band[], levelOf: (band: Band) => number): number =>
  Math.round(100 * Math.log10(bands.reduce((sum, band) => sum + 10 ** (levelOf(band) / 10), 1e-16))) / 10;

export const scheduleBody = ({ communeId, schedule, stored, clusters, room }: ScheduleView) => ({
  ...{ communeId, schedule, clusters, room },
  ...outOptional('changedAt', stored?.changedAt),
  ...(stored !== undefined && { changedBy: stored.changedBy.name }),
});
