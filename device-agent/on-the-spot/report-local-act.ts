/** What the controller is told of an act: all that is known of it, each time. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { LocalAct, Receipt } from '@loa-lang/schemas/wire/report';
import { endOfAct, type LocalActState } from '../domain/local-act.ts';

/** @param receipt of a run of it that is over */
export function reportOf(act: LocalActState, receipt?: Receipt, now?: EpochMillis): LocalAct {
  const { broadcastId, credentialId, areaId, source, templateId, title, startAt, items, isDated } = act;
  const endedAt = receipt?.endedAt ?? now;
  return {
    kind: 'local-act',
    ...{ broadcastId, credentialId, areaId, source, title, class: act.class, startAt, items },
    ...(templateId === undefined ? {} : { templateId }),
    endsAt: endOfAct(act),
    timeBasis: isDated ? 'controller' : 'last-known',
    ...(receipt !== undefined &&
      endedAt !== undefined && {
        endedAt: Math.round(endedAt),
        stopped: act.stoppedAfterMs !== undefined,
        playedMs: receipt.items.reduce((sum, item) => sum + item.playedMs, 0),
        ...(receipt.outputLevelDbfs === undefined ? {} : { outputLevelDbfs: receipt.outputLevelDbfs }),
      }),
  };
}
