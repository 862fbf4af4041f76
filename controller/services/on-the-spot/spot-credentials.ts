/** The commune gives out cards, and takes them back. */
import { randomBytes, randomInt } from 'node:crypto';
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { AreaId } from '@loa-lang/schemas/ids';
import { makeSpotVerifier, newSpotCode } from '@loa-lang/schemas/sealing/spot-code';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { SpotUse } from '@loa-lang/schemas/wire/on-the-spot';
import { communeOf } from '../../domain/areas/territory.ts';
import {
  areSpotTimes,
  isLive,
  MAX_LIVE_CARDS,
  type SpotCredentialRecord,
} from '../../domain/on-the-spot/credential.ts';
import type { Caller } from '../../domain/people/person.ts';
import { may } from '../../domain/permissions/permissions.ts';
import { type Sight, seesWithin } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Register } from '../../ports/register.ts';
import type { SpotCredentialStore } from '../../ports/spot-store.ts';
import { noteChange } from '../audit/note-change.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';

export interface SpotCredentialDeps {
  spotCredentials: SpotCredentialStore;
  register: Register;
  delivery: DocumentDelivery;
  clock: Clock;
  newId: () => string;
}

export interface NewCard {
  hamletId: AreaId;
  holder: string;
  mayUse: SpotUse[];
  from: EpochMillis;
  until: EpochMillis;
  perHour: number;
}

export class SpotCredentials {
  readonly #deps: SpotCredentialDeps;

  constructor(deps: SpotCredentialDeps) {
    this.#deps = deps;
  }

  async list(sight: Sight): Promise<SpotCredentialRecord[]> {
    return (await this.#deps.spotCredentials.list()).filter(({ hamletId }) => seesWithin(sight, hamletId));
  }

  /** @returns the code, which nobody can tell again @throws Refusal */
  async issue(
    card: NewCard,
    by: Caller,
  ): Promise<{ credential: SpotCredentialRecord; code: string; delivery: Delivery }> {
    const { spotCredentials, register, delivery, clock, newId } = this.#deps;
    const { hamletId, holder, mayUse, from, until, perHour } = card;
    const { areas } = await register.reader.territory();
    if (areas.get(hamletId)?.kind !== 'hamlet') throw new Refusal('area-unknown');
    if (!may(by, 'emergency', hamletId, areas)) throw new Refusal('not-allowed');
    const now = clock.now();
    if (!areSpotTimes(from, until, now)) throw new Refusal('spot-times');
    const live = (await spotCredentials.list()).filter((each) => each.hamletId === hamletId && isLive(each, now));
    if (live.length >= MAX_LIVE_CARDS) throw new Refusal('spot-too-many', { most: MAX_LIVE_CARDS });
    const code = newSpotCode(() => randomInt(10));
    const credential: SpotCredentialRecord = {
      ...{ id: newId(), hamletId, holder, mayUse, from, until, perHour },
      verifier: await makeSpotVerifier(code, randomBytes(16)),
      issuedBy: by.name,
      issuedAt: now,
      revokedAt: undefined,
    };
    await spotCredentials.add(credential);
    noteChange({ areaId: hamletId, subjectId: credential.id, after: { hamletId, holder, mayUse, from, until } });
    return { credential, code, delivery: await delivery.deliver({ plans: [hamletId] }) };
  }

  /** @throws Refusal */
  async revoke(id: string, by: Caller): Promise<Delivery> {
    const { spotCredentials, register, delivery, clock } = this.#deps;
    const credential = found(await spotCredentials.find(id), 'spot-credential-unknown');
    const { hamletId, holder, mayUse, from, until } = credential;
    const { areas } = await register.reader.territory();
    if (!may(by, 'emergency', hamletId, areas)) throw new Refusal('not-allowed');
    const now = clock.now();
    if (!(await spotCredentials.revoke(id, now))) throw new Refusal('spot-credential-unknown');
    noteChange({ areaId: hamletId, before: { hamletId, holder, mayUse, from, until }, after: { revokedAt: now } });
    return delivery.deliver({ plans: [hamletId], urgent: true });
  }

  /** What stands prepared in a commune has changed: the plans that name it are made anew. */
  async preparedChanged(communeId: AreaId): Promise<void> {
    const { spotCredentials, register, delivery, clock } = this.#deps;
    const { areas } = await register.reader.territory();
    const now = clock.now();
    const live = (await spotCredentials.list()).filter((each) => isLive(each, now));
    const hamlets = new Set(live.map(({ hamletId }) => hamletId).filter((id) => communeOf(areas, id) === communeId));
    await delivery.deliver({ plans: [...hamlets] });
  }
}
