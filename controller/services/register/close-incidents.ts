/** Faults of a device or pole that is gone are over: nothing will ever say so. What is wrong at the pole comes up anew. */
import type { ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import { INCIDENT_KINDS } from '@loa-lang/schemas/states/incident';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { OpenIncidents } from '../../ports/incident-reader.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';

export interface CloseIncidentsDeps {
  incidentLog: IncidentLog;
  openIncidents: OpenIncidents;
  feed: ProgressFeed;
  clock: Clock;
}

export async function closeIncidentsOf(
  gone: readonly (DeviceId | ClusterId)[],
  { incidentLog, openIncidents, feed, clock }: CloseIncidentsDeps,
): Promise<void> {
  const now = clock.now();
  for (const { kind, subject, detail } of await openIncidents.openOf(INCIDENT_KINDS)) {
    if (!subject.split(/[/:]/).some((part) => gone.includes(part))) continue;
    await incidentLog.clear(kind, subject, now);
    feed.emit({ type: 'incident', kind, subject, state: 'cleared', detail });
  }
}
