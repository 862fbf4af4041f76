/** Highest revision of each document that was seen on the broker, or taken by it, since the connection was made. */
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';

export class BrokerHolds {
  readonly #revisions = new Map<string, Revision>();

  note(subject: string, { epoch, revision }: Revision): void {
    const known = this.#revisions.get(subject);
    if (known === undefined || compareRevisions({ epoch, revision }, known) > 0) {
      this.#revisions.set(subject, { epoch, revision });
    }
  }

  lacks(subject: string, revision: Revision): boolean {
    const known = this.#revisions.get(subject);
    return known === undefined || compareRevisions(known, revision) < 0;
  }

  /** Another connection may be to a broker that has forgotten everything. */
  forget(): void {
    this.#revisions.clear();
  }
}
