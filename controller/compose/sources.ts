/** The use cases of source bulletins. */

import type { Clock } from '../ports/clock.ts';
import type { IncidentLog } from '../ports/device-registry.ts';
import type { Exclusive } from '../ports/exclusive.ts';
import type { BroadcastCancelling } from '../services/broadcasts/cancel-broadcast.ts';
import type { BroadcastPlanning } from '../services/broadcasts/plan-broadcast.ts';
import type { BulletinVersions } from '../services/bulletins/bulletin-versions.ts';
import type { Bulletins } from '../services/bulletins/bulletins.ts';
import type { BulletinRemoval } from '../services/bulletins/remove-bulletins.ts';
import type { Permissions } from '../services/people/permissions.ts';
import { SourceAdvance } from '../services/sources/advance-source.ts';
import { SourcePlanning } from '../services/sources/plan-source.ts';
import { Sources } from '../services/sources/sources.ts';
import type { Stores } from './stores.ts';

interface SourceUseCaseDeps {
  stores: Stores;
  bulletins: Bulletins;
  versions: BulletinVersions;
  removal: BulletinRemoval;
  cancelling: BroadcastCancelling;
  planning: BroadcastPlanning;
  permissions: Permissions;
  incidentLog: IncidentLog;
  locks: Exclusive;
  clock: Clock;
  newId: () => string;
  onProblem: (problem: string, cause: unknown) => void;
}

export function composeSources(deps: SourceUseCaseDeps) {
  const { register, broadcasts, sources, bulletins } = deps.stores;
  const common = { ...deps, register, broadcasts, sources };
  const sourcePlanning = new SourcePlanning(common);
  const sourceAdvance = new SourceAdvance({ ...common, bulletinStore: bulletins, sourcePlanning });
  return { sourceAdvance, sources: new Sources({ ...common, advance: sourceAdvance, sourcePlanning }) };
}
