/** What the controller is told of an act: all that is known of it, each time. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { LocalAct, Receipt } from '@loa-lang/schemas/wire/report';
import { endOfAct, type LocalActState } from '../domain/local-act.ts';

/** @param receipt of a run of it that is over */
export function reportOf(act: LocalActState, receipt?: Receipt, now?: EpochMillis): LocalAct {
  const { broadcastId, credentialId, areaId, source, templateId, title, startAt, items, isDated } = act;
  // where nobody saw its end it is later than that: it was the power that went
  const endedAt = Math.min(receipt?.endedAt ?? now ?? Infinity, endOfAct(act));
  return {
    kind: 'local-act',
    ...{ broadcastId, credentialId, areaId, source, title, class: act.class, startAt, items },
    ...(templateId === undefined ? {} : { templateId }),
    endsAt: endOfAct(act),
    timeBasis: isDated ? 'controller' : 'last-known',
    ...(receipt !== undefined && {
      endedAt: Math.round(endedAt),
      stopped: act.stoppedAfterMs !== undefined,
      playedMs: receipt.items.reduce((sum, item) => sum + item.playedMs, 0),
      ...(receipt.outputLevelDbfs === undefined ? {} : { outputLevelDbfs: receipt.outputLevelDbfs }),
    }),
  };
}

/** The same with the date that it has got. @param told what was said of it last, perhaps how it ended */
export function datedReportOf(act: LocalActState, told: LocalAct | undefined): LocalAct {
  const report = reportOf(act);
  if (told?.endedAt === undefined) return report;
  return { ...told, ...report, endedAt: told.endedAt + report.startAt - told.startAt };
}
