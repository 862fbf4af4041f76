/** The repositories over one database. */
import type { Database } from './adapters/postgres/database.ts';
import { AreaRepository } from './adapters/repositories/area-repository.ts';
import { BroadcastRepository } from './adapters/repositories/broadcast-repository.ts';
import { BulletinRepository } from './adapters/repositories/bulletin-repository.ts';
import { ClusterRepository } from './adapters/repositories/cluster-repository.ts';
import { DeviceRepository } from './adapters/repositories/device-repository.ts';
import { DictionaryRepository } from './adapters/repositories/dictionary-repository.ts';
import { DocumentSourceRepository } from './adapters/repositories/document-source.ts';
import { GroupRepository } from './adapters/repositories/group-repository.ts';
import { IncidentRepository } from './adapters/repositories/incident-repository.ts';
import { ReadinessRepository } from './adapters/repositories/readiness-repository.ts';
import { RecordingRepository } from './adapters/repositories/recording-repository.ts';
import { StationTextRepository } from './adapters/repositories/station-text-repository.ts';
import { TerritoryRepository } from './adapters/repositories/territory-repository.ts';
import type { AudioHoldings, BroadcastStore } from './ports/broadcast-store.ts';
import type { BulletinStore } from './ports/bulletin-store.ts';
import type { DictionaryStore } from './ports/dictionary-store.ts';
import type { DocumentSource } from './ports/document-ledger.ts';
import type { IncidentReader } from './ports/incident-reader.ts';
import type { OutageStore, ReadinessStore } from './ports/readiness-store.ts';
import type { RecordingStore } from './ports/recording-store.ts';
import type { Register } from './ports/register.ts';
import type { StationTextStore } from './ports/station-texts.ts';

export interface Stores {
  register: Register;
  bulletins: BulletinStore;
  stationTexts: StationTextStore;
  dictionary: DictionaryStore;
  broadcasts: BroadcastStore & AudioHoldings;
  documents: DocumentSource;
  incidents: IncidentReader;
  recordings: RecordingStore;
  readiness: ReadinessStore & OutageStore;
}

export function storesOn(database: Database): Stores {
  const reader = new TerritoryRepository(database);
  const broadcasts = new BroadcastRepository(database);
  return {
    register: {
      areas: new AreaRepository(database),
      groups: new GroupRepository(database),
      clusters: new ClusterRepository(database),
      devices: new DeviceRepository(database),
      reader,
    },
    bulletins: new BulletinRepository(database),
    stationTexts: new StationTextRepository(database),
    dictionary: new DictionaryRepository(database),
    broadcasts,
    documents: new DocumentSourceRepository(database, broadcasts, reader),
    incidents: new IncidentRepository(database),
    recordings: new RecordingRepository(database),
    readiness: new ReadinessRepository(database),
  };
}
