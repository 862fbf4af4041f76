/** What the pages for villagers read: bounded, and nothing of other places. */
import type { AreaId, BroadcastId, BulletinId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { FaceCounts } from '../domain/public/faces.ts';
import type { BulletinFacts, HeardBroadcast } from '../domain/public/hamlet-entry.ts';

export interface PublicCommune {
  id: AreaId;
  name: string;
  provinceName: string | undefined;
}

export interface PublicHamlet {
  id: AreaId;
  code: string | undefined;
  name: string;
  hamletKind: string | undefined;
  languages: string[];
  commune: PublicCommune;
  timeZone: string;
  /** the areas whose broadcasts may be for it: itself, its commune, its province */
  line: AreaId[];
}

export interface PublicPole {
  id: ClusterId;
  /** painted on it */
  code: string;
  name: string;
  hamlet: PublicHamlet;
}

export interface PublicPlaces {
  /** those that have hamlets, by name */
  communes(): Promise<PublicCommune[]>;
  hamletsOf(communeId: AreaId): Promise<PublicHamlet[]>;
  /** by its id, or by an official code that only one hamlet has */
  hamlet(ref: string): Promise<PublicHamlet | undefined>;
  /** @param publicCode as the pole bears it, tidied */
  pole(publicCode: string): Promise<PublicPole | undefined>;
}

/** A hamlet that it is meant for, or a pole that is to play it. */
export type Place = { hamletId: AreaId } | { clusterId: ClusterId };

export interface PublicBroadcasts {
  /** Approved ones of these areas that start in [from, until); latest first unless said otherwise. */
  list(
    place: Place,
    range: { within: readonly AreaId[]; from: EpochMillis; until: EpochMillis; limit: number; soonestFirst?: boolean },
  ): Promise<HeardBroadcast[]>;
  find(place: Place, within: readonly AreaId[], id: BroadcastId): Promise<HeardBroadcast | undefined>;
  bulletins(ids: readonly BulletinId[]): Promise<Map<BulletinId, BulletinFacts>>;
}

export interface FaceStore {
  /** One answer a browser: a later one is in place of the earlier. */
  answer(answer: {
    broadcastId: BroadcastId;
    hamletId: AreaId;
    voter: string;
    face: number;
    at: EpochMillis;
  }): Promise<void>;
  of(broadcastId: BroadcastId, hamletId: AreaId, voter: string): Promise<number | undefined>;
  /** by hamlet */
  counts(broadcastId: BroadcastId): Promise<Map<AreaId, FaceCounts>>;
}
