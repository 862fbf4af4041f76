/** What would become of a broadcast, as HTTP answers it. */
import type { OutlookBody } from '@loa-lang/schemas/http/outlook';
import type { Outlook } from '../services/broadcasts/broadcast-outlook.ts';
import { outInstant } from './instants.ts';
import { collisionBodies } from './present-conflicts.ts';
import { leftOutBody } from './present-skipped.ts';
import { ruleWarnings } from './present-warnings.ts';

/** @param durationMs of what is to sound */
export function outlookBody(outlook: Outlook, durationMs: number): OutlookBody {
  const { communeId, window, audience, leftOut, refusal, breaches } = outlook;
  return {
    communeId,
    ...(window !== undefined && {
      startAt: outInstant(window.startAt),
      endsAt: outInstant(window.startAt + durationMs),
    }),
    clusters: audience.clusters.length,
    hamlets: audience.hamlets.length,
    households: audience.hamlets.reduce((total, hamlet) => total + hamlet.households, 0),
    leftOut: leftOut.map(leftOutBody),
    ...(refusal !== undefined && { refusal: { code: refusal.code, message: refusal.words } }),
    conflicts: collisionBodies(outlook),
    warnings: ruleWarnings(breaches).map(({ code, message }) => ({ code, message })),
  };
}
