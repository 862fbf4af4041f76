/** Who may do what, and how far from the own areas: the one table that server and console share. */
import type { Action, Role } from '../states/people.ts';

/**
 * `within`: the own areas and everything below them; `folder`: those, and what belongs to the commune that the own
 * hamlet lies in as a whole: its bulletins, schedules, requests, words, rules.
 */
export type Extent = 'within' | 'folder';

type Rights = Readonly<Partial<Record<Action, Extent>>>;

const within = (...actions: Action[]): Rights =>
  Object.fromEntries(actions.map((action) => [action, 'within'] as const));

const SEES: Rights = { see: 'folder' };
const WRITES: Rights = { ...SEES, draft: 'folder' };
const AIRS: Rights = {
  ...WRITES,
  ...within('submit', 'schedule', 'emergency', 'trigger', 'speak', 'stop', 'lock', 'lift'),
};
const DECIDES: Rights = { ...AIRS, ...within('approve', 'return', 'settle') };

/**
 * An officer plans what an approver approves. The commune's administrator looks after people and devices, may silence,
 * and airs nothing. A hamlet's head writes for the own hamlet, speaks live there, and triggers there what stands prepared while the
 * commune delegates it. A technician silences a shrieking horn. A source only delivers.
 */
export const PERMISSIONS: Readonly<Record<Role, Rights>> = {
  'province-administrator': { ...DECIDES, ...within('manage', 'administer') },
  'commune-administrator': { ...SEES, ...within('stop', 'lock', 'lift', 'manage', 'settle', 'administer') },
  approver: DECIDES,
  officer: AIRS,
  'hamlet-head': { ...WRITES, ...within('trigger', 'speak') },
  technician: { ...SEES, ...within('stop', 'manage') },
  viewer: SEES,
  source: within('deliver'),
};

/** The farthest that one of these roles has; `undefined`: nowhere. */
export function extentOf(roles: readonly Role[], action: Action): Extent | undefined {
  const extents = roles.map((role) => PERMISSIONS[role][action]);
  return extents.includes('folder') ? 'folder' : extents.find((extent) => extent !== undefined);
}
