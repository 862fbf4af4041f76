/** The communes' own maps. */
import type { MapLayer } from '@loa-lang/schemas/http/map';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { BaseFeature, HamletOutline } from '../domain/maps/shape.ts';

export interface CommuneMap {
  communeId: AreaId;
  hamlets: HamletOutline[];
  base: BaseFeature[];
  /** of the layer that was changed last */
  changedAt: EpochMillis;
}

export interface LayerFeatures {
  hamlets: HamletOutline[];
  base: BaseFeature[];
}

export interface MapStore {
  /** Of these communes, those that have one. */
  of(communeIds: readonly AreaId[]): Promise<CommuneMap[]>;
  /** Replaces the layer. */
  put<Layer extends MapLayer>(
    communeId: AreaId,
    layer: Layer,
    features: LayerFeatures[Layer],
    at: EpochMillis,
  ): Promise<void>;
  /** @returns whether there was one */
  remove(communeId: AreaId, layer: MapLayer): Promise<boolean>;
}
