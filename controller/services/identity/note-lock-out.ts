/** A lock-out stands in the record of the commune whose person it is about; names that belong to nobody do not. */
import type { AttemptKind } from '../../domain/identity/lock-out.ts';
import type { Audit } from '../audit/audit.ts';
import type { People } from '../people/people.ts';
import type { LockedOut } from './attempts.ts';
import { ofAccount } from './note-account.ts';

/** Those that are counted by a person's id, by itself or behind the sender. */
const OF_PERSONS: readonly AttemptKind[] = ['name', 'everywhere', 'code', 'proof'];

export const lockOutNoted =
  (audit: Audit, people: People): LockedOut =>
  (kind, of) => {
    const [personId = '', ...before] = of.split('/').reverse();
    const person = OF_PERSONS.includes(kind) ? people.find(personId) : undefined;
    if (person === undefined) return;
    const { areaId } = ofAccount(person);
    const sender = before.reverse().join('/');
    const said = { act: 'EVENT lock-out', subjectId: person.id, reason: undefined, after: { attempts: kind } };
    void audit.note({ ...said, areaId, sender });
  };
