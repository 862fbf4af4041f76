/** What was planned, as HTTP answers it. */
import type { Planned } from '../services/broadcasts/plan-broadcast.ts';
import type { BroadcastView } from '../services/broadcasts/view-broadcasts.ts';
import { broadcastBody } from './present-broadcast.ts';
import { approvalWarnings, tuneWarning } from './present-warnings.ts';

export function plannedBody(
  { delivery, afterTune, request }: Planned,
  view: Pick<BroadcastView, 'broadcast' | 'state'>,
) {
  const broadcast = broadcastBody(view);
  const waiting = approvalWarnings(request, view.broadcast);
  return {
    broadcast,
    delivery,
    warnings: [...broadcast.warnings, ...afterTune.map(tuneWarning), ...waiting],
    ...(request !== undefined && waiting.length > 0 && { approvalId: request.id }),
  };
}
