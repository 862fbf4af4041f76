/** What a commune is made of: areas, groups, clusters, devices. */
import { SpreadsheetReader } from '../adapters/spreadsheets/table-reader.ts';
import { type EnrolmentDeps, Enrolments } from '../services/enrolment/enrolments.ts';
import { ClusterHealth, type ClusterHealthDeps } from '../services/health/cluster-health.ts';
import { ClusterWatch, type ClusterWatchDeps } from '../services/health/cluster-watch.ts';
import { type CommuneMapDeps, CommuneMaps } from '../services/maps/commune-maps.ts';
import { type AreaDeps, Areas } from '../services/register/areas.ts';
import { type ClusterDeps, Clusters } from '../services/register/clusters.ts';
import { type DeviceDeps, Devices } from '../services/register/devices.ts';
import { type GroupDeps, Groups } from '../services/register/groups.ts';
import { type ImportDeps, TableImports } from '../services/register/import-tables.ts';

export interface RegisterDeps
  extends Omit<AreaDeps, 'setTrial' | 'onCreated'>,
    Omit<ClusterDeps, 'onChanged'>,
    GroupDeps,
    DeviceDeps,
    EnrolmentDeps,
    ClusterHealthDeps,
    CommuneMapDeps,
    ClusterWatchDeps,
    Omit<ImportDeps, 'tables'> {
  setTrial: AreaDeps['setTrial'];
  areaCreated: NonNullable<AreaDeps['onCreated']>;
  clusterChanged: NonNullable<ClusterDeps['onChanged']>;
}

export const composeRegister = (deps: RegisterDeps) => ({
  areas: new Areas({ ...deps, onCreated: deps.areaCreated }),
  groups: new Groups(deps),
  clusterHealth: new ClusterHealth(deps),
  clusterWatch: new ClusterWatch(deps),
  clusters: new Clusters({ ...deps, onChanged: deps.clusterChanged }),
  devices: new Devices(deps),
  enrolments: new Enrolments(deps),
  communeMaps: new CommuneMaps(deps),
  imports: new TableImports({ ...deps, tables: new SpreadsheetReader() }),
});
