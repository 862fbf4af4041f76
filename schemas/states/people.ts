/** Roles of people, and what one may do. Who may do what is the table of `permissions/table.ts`. */

export const ROLES = [
  'province-administrator',
  'commune-administrator',
  'officer',
  'approver',
  'hamlet-head',
  'technician',
  'viewer',
  'source',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * `draft`: write what another one submits; `trigger`: an emergency that stands prepared, where the commune has delegated
 * it; `speak`: live, into a microphone; `manage`: areas, clusters, devices; `settle`: the commune's own rules;
 * `administer`: people and their access; `deliver`: bring source bulletins; `lock` and `lift`: the lock of silence; the
 * rest are what they say.
 */
export const ACTIONS = [
  'see',
  'draft',
  'submit',
  'approve',
  'return',
  'schedule',
  'emergency',
  'trigger',
  'speak',
  'stop',
  'lock',
  'lift',
  'manage',
  'settle',
  'administer',
  'deliver',
] as const;
export type Action = (typeof ACTIONS)[number];
