/** Where things lie that are named by their id alone. */
import type { Place } from '../domain/permissions/sight.ts';

export const SUBJECTS = [
  'area',
  'group',
  'cluster',
  'device',
  'bulletin',
  'asset',
  'broadcast',
  'live',
  'schedule',
  'approval',
  'dictionary-entry',
  'outage',
  'silence',
  'emergency',
  'emergency-delegation',
  'on-the-spot-credential',
  'source-delivery',
  'relay-source',
  'incident',
  'maintenance',
  'notification-channel',
  'notification-rule',
  'notification',
  'complaint',
  'sound-reading',
  'rollout',
  'template',
  'upload',
] as const;
export type Subject = (typeof SUBJECTS)[number];

/** What an incident's subject may name, in parts between strokes and colons. */
export const INCIDENT_SUBJECTS = [
  'device',
  'cluster',
  'area',
  'group',
  'silence',
  'schedule',
  'approval',
  'emergency',
  'source-delivery',
  'relay-source',
  'broadcast',
] as const satisfies readonly Subject[];

export interface Whereabouts {
  /** By id: of what was removed too, as long as it is kept. What is not there is left out. */
  of(subject: Subject, ids: readonly string[]): Promise<ReadonlyMap<string, Place>>;
}
