/** The question of five faces: asked on a hamlet's page, counted for those who see the broadcast. */
import type { AreaId, BroadcastId } from '@loa-lang/schemas/ids';
import { asSeen } from '../../domain/broadcasts/as-seen.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import { askedAbout, type Face, type FaceCounts } from '../../domain/public/faces.ts';
import type { HamletEntry } from '../../domain/public/hamlet-entry.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FaceStore, PublicHamlet } from '../../ports/public-reader.ts';
import { hashOf } from '../identity/secret-tokens.ts';
import { found, Refusal } from '../refusal.ts';
import type { HamletNews } from './hamlet-news.ts';

export interface FaceDeps {
  faces: FaceStore;
  news: HamletNews;
  broadcasts: Pick<BroadcastStore, 'find'>;
  clock: Clock;
}

export interface HamletFaces {
  hamletId: AreaId;
  name: string;
  hamletKind: string | undefined;
  counts: FaceCounts;
}

/** One browser is not known again from one broadcast to the next. */
const voterOf = (browser: string, broadcastId: BroadcastId): string => hashOf(`${browser}/${broadcastId}`);

export class FaceQuestion {
  readonly #deps: FaceDeps;

  constructor(deps: FaceDeps) {
    this.#deps = deps;
  }

  /** What is asked about, and what this browser has answered. @param browser its own random value, where it has one */
  async asked(hamlet: PublicHamlet, latestFirst: readonly HamletEntry[], browser: string | undefined) {
    const { faces, clock } = this.#deps;
    const entry = askedAbout(latestFirst, clock.now());
    if (entry === undefined) return undefined;
    const voter = browser && voterOf(browser, entry.id);
    return { entry, chosen: voter === undefined ? undefined : await faces.of(entry.id, hamlet.id, voter) };
  }

  /** @throws Refusal when it is not what is asked about there any more */
  async answer(hamlet: PublicHamlet, broadcastId: BroadcastId, face: Face, browser: string): Promise<void> {
    const { faces, news, clock } = this.#deps;
    const entry = await news.entry(hamlet, broadcastId);
    if (askedAbout([entry], clock.now()) === undefined) throw new Refusal('public-entry-gone');
    const voter = voterOf(browser, broadcastId);
    await faces.answer({ broadcastId, hamletId: hamlet.id, voter, face, at: clock.now() });
  }

  /** Of every hamlet in sight that it was meant for. */
  async totals(broadcastId: BroadcastId, sight: Sight): Promise<HamletFaces[]> {
    const { faces, broadcasts } = this.#deps;
    const broadcast = asSeen(found(await broadcasts.find(broadcastId), 'broadcast-unknown'), sight);
    const counts = await faces.counts(broadcastId);
    return broadcast.audience.hamlets.map(({ id, name, hamletKind }) => ({
      ...{ hamletId: id, name, hamletKind },
      counts: counts.get(id) ?? [0, 0, 0, 0, 0],
    }));
  }
}
