/** Makes links that work once. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { LINK_LASTS_MS, type LinkKind } from '../../domain/identity/one-time-link.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LinkStore } from '../../ports/link-store.ts';
import { hashOf, newToken } from './secret-tokens.ts';

export interface LinkMakerDeps {
  links: LinkStore;
  clock: Pick<Clock, 'now'>;
  newId: () => string;
}

export interface MadeLink {
  /** shown once: only its hash is kept */
  token: string;
  kind: LinkKind;
  expiresAt: EpochMillis;
}

export class LinkMaker {
  readonly #deps: LinkMakerDeps;

  constructor(deps: LinkMakerDeps) {
    this.#deps = deps;
  }

  /** Only for whoever sits before the machine: it makes an administrator of everything. */
  setUp(): Promise<MadeLink> {
    return this.make('set-up', undefined);
  }

  /** Whatever was sent to somebody opens nothing from now on. */
  withdraw(personId: string): Promise<void> {
    return this.#deps.links.withdraw(personId, this.#deps.clock.now());
  }

  /** In place of an earlier one for the same. */
  async make(kind: LinkKind, personId: string | undefined): Promise<MadeLink> {
    const { links, clock, newId } = this.#deps;
    const createdAt = clock.now();
    const token = newToken();
    const expiresAt = createdAt + LINK_LASTS_MS[kind];
    const times = { createdAt, expiresAt, usedAt: undefined, replacedAt: undefined };
    await links.add({ id: newId(), kind, personId, tokenHash: hashOf(token), ...times });
    return { token, kind, expiresAt };
  }
}
