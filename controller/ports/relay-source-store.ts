/** The register of relay sources. */
import type { AreaId, StreamId } from '@loa-lang/schemas/ids';
import type { RelayCheck, RelayOnAir, RelaySource } from '../domain/streams/relay-source.ts';

export interface RelaySourceStore {
  create(source: RelaySource): Promise<void>;
  /** removed ones too */
  find(ids: readonly StreamId[]): Promise<RelaySource[]>;
  /** not removed, by name. @param areaIds of these areas; absent: all */
  list(areaIds?: readonly AreaId[]): Promise<RelaySource[]>;
  /** what people say of it; what was found stays */
  change(source: RelaySource): Promise<void>;
  noteCheck(id: StreamId, check: RelayCheck): Promise<void>;
  noteOnAir(id: StreamId, onAir: RelayOnAir | undefined): Promise<void>;
}
