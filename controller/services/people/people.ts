/** People on record: who a bearer token belongs to. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Person, PersonId } from '../../domain/people/person.ts';

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

export class People {
  #people: readonly Person[];

  constructor(people: readonly Person[] = []) {
    this.#people = people;
  }

  get all(): readonly Person[] {
    return this.#people;
  }

  /** Whether somebody is on record; without anybody the station is one person. */
  get any(): boolean {
    return this.#people.length > 0;
  }

  replace(people: readonly Person[]): void {
    this.#people = people;
  }

  find(id: PersonId): Person | undefined {
    return this.#people.find((person) => person.id === id);
  }

  /** Compares hashes, with everybody's, so that the time taken tells nothing. */
  byToken(token: string): Person | undefined {
    const given = digest(token);
    return this.#people.reduce<Person | undefined>(
      (found, person) =>
        timingSafeEqual(given, Buffer.from(person.tokenSha256, 'hex')) && person.active ? person : found,
      undefined,
    );
  }
}
