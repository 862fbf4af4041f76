/** Roles of people, and what one may do. Who may do what is decided by the controller's table of rights. */

export const ROLES = ['officer', 'approver', 'technician', 'hamlet-head', 'province', 'source'] as const;
export type Role = (typeof ROLES)[number];

/**
 * `draft`: write what another one submits; `manage`: areas, clusters, devices; `deliver`: bring source bulletins;
 * `lock` and `lift`: the lock of silence; the rest are what they say.
 */
export const ACTIONS = [
  'see',
  'draft',
  'submit',
  'approve',
  'return',
  'schedule',
  'emergency',
  'stop',
  'lock',
  'lift',
  'manage',
  'deliver',
] as const;
export type Action = (typeof ACTIONS)[number];
