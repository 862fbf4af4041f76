/** Passwords → what is kept of them. Slow on purpose, and never on the event loop. */

export interface PasswordHasher {
  /** @returns a PHC string. @throws {HasherBusy} */
  hash(password: string): Promise<string>;
  /**
   * @param hash `undefined` for somebody who has none: takes as long, and answers false
   * @throws {HasherBusy}
   */
  verify(hash: string | undefined, password: string): Promise<boolean>;
  /** whether it was made with less than is asked for today */
  isOutdated(hash: string): boolean;
}

/** So many wait already that whoever comes now would not be answered in time. */
export class HasherBusy extends Error {
  constructor() {
    super('too many passwords wait to be looked at');
    this.name = 'HasherBusy';
  }
}
