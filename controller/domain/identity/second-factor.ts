/** Who must show more than a password. */
import type { Person } from '../people/person.ts';
import { hasRight } from '../permissions/permissions.ts';
import { mayAdminister } from './granting.ts';

/** Whoever may approve or send emergencies, prepared ones included, and whoever may make somebody who may. */
export const needsSecondFactor = (person: Pick<Person, 'roles'>): boolean =>
  mayAdminister(person) ||
  (['approve', 'emergency', 'trigger', 'speak'] as const).some((action) => hasRight(person, action));
