/** Which incidents are to be expected while somebody works at a place, or while its power is known to be off. */
import { INCIDENT_KINDS, INCIDENTS, type IncidentKind } from '@loa-lang/schemas/states/incident';
import type { Millis } from '@loa-lang/schemas/units';

/** What a villager reports is never to be expected. */
const NEVER: ReadonlySet<IncidentKind> = new Set(['complaint-fault', 'sim-renewal', 'data-over']);

/** Whatever a technician can cause by working at a cluster. */
export const EXPECTED_AT_WORK: readonly IncidentKind[] = INCIDENT_KINDS.filter(
  (kind) => INCIDENTS[kind].owner === 'technician' && !NEVER.has(kind),
);

/** What follows from a power cut. */
export const EXPECTED_WITHOUT_POWER: readonly IncidentKind[] = [
  'device-offline',
  'device-silent',
  'area-offline',
  'mains-lost',
  'battery-low',
  'device-restarting',
  'targets-offline',
];

/** Power is seldom cut, or given back, on the minute; and then devices take some minutes to start and to connect. */
export const OUTAGE_EARLY_MS: Millis = 10 * 60_000;
export const OUTAGE_LATE_MS: Millis = 15 * 60_000;
/** What was just mended is still starting. */
export const WORK_LATE_MS: Millis = 2 * 60_000;
