/** Makes the log say exactly this of a kind: nothing twice, and nothing that is over, whoever failed to say so before. */

import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { OpenIncidents } from '../../ports/incident-reader.ts';

export interface KeepIncidentsDeps {
  incidents: IncidentLog;
  openIncidents: OpenIncidents;
  clock: Clock;
}

/** @param wanted subject → detail */
export async function keepIncidents(
  { incidents, openIncidents, clock }: KeepIncidentsDeps,
  kind: IncidentKind,
  wanted: ReadonlyMap<string, string>,
): Promise<void> {
  const open = new Set((await openIncidents.openOf([kind])).map(({ subject }) => subject));
  for (const subject of open) if (!wanted.has(subject)) await incidents.clear(kind, subject, clock.now());
  for (const [subject, detail] of wanted) {
    if (!open.has(subject)) await incidents.raise(kind, subject, detail, clock.now());
  }
}
