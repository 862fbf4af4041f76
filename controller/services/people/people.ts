/** People on record, as they were a moment ago. Who speaks in a request is looked up anew each time. */
import type { Person, PersonId } from '../../domain/people/person.ts';

export class People {
  #people: readonly Person[] | undefined;

  /** @param people not known yet when absent */
  constructor(people?: readonly Person[]) {
    this.#people = people;
  }

  get all(): readonly Person[] {
    return this.#people ?? [];
  }

  /** Whether somebody is on record, or that is not known yet; without anybody the station is one person. */
  get any(): boolean {
    return this.#people === undefined || this.#people.length > 0;
  }

  replace(people: readonly Person[]): void {
    this.#people = people;
  }

  find(id: PersonId): Person | undefined {
    return this.#people?.find((person) => person.id === id);
  }
}
