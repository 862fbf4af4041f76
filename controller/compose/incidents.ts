/** What watches the devices and keeps their incidents, and what people do about them. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { JsonLog } from '../adapters/json-log.ts';
import { PostgresIncidentBook } from '../adapters/postgres/incident-book.ts';
import { PostgresLeases } from '../adapters/postgres/leases.ts';
import { DeviceStateRepository } from '../adapters/repositories/device-states.ts';
import type { BroadcastTransport } from '../ports/broadcast-transport.ts';
import type { SilentDevices } from '../ports/device-registry.ts';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import { BrokerHearing } from '../services/incidents/broker-hearing.ts';
import { type IncidentDeps, Incidents } from '../services/incidents/incidents.ts';
import { Maintenance, type MaintenanceDeps } from '../services/incidents/maintenance.ts';
import { visitsOf } from '../services/incidents/visits.ts';
import { DeviceIncidents } from '../services/incidents/watch-devices.ts';
import { SilentDevicesWatch } from '../services/watch/watch-silent-devices.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';

type DeskParts = Omit<IncidentDeps, 'incidents' | 'reader'> &
  Pick<MaintenanceDeps, 'newId'> & { stores: Pick<Stores, 'incidents' | 'maintenance' | 'register'> };

/** What people do about incidents. */
export function composeIncidents({ stores, ...deps }: DeskParts) {
  const { incidents, maintenance, register } = stores;
  return {
    incidentDesk: new Incidents({ ...deps, incidents, reader: register.reader }),
    maintenance: new Maintenance({ ...deps, maintenance, register }),
    visitsOf: (communeId: AreaId) => visitsOf({ incidents, register }, communeId),
  };
}

interface IncidentParts {
  storage: Pick<Storage, 'database' | 'leasePool' | 'clock' | 'incidents'>;
  stores: Pick<Stores, 'incidents'>;
  messaging: { transport: BroadcastTransport; feed: ProgressFeed; registry: SilentDevices };
}

/** What watches the devices; each is to be started and stopped by the caller. */
export function composeDeviceIncidents(parts: IncidentParts, log: Pick<JsonLog, 'error'>) {
  const { storage, stores, messaging } = parts;
  const { database, leasePool, clock, incidents } = storage;
  const { transport, feed, registry: silent } = messaging;
  const onProblem = (problem: string, cause: unknown) => log.error({ err: cause }, problem);
  const alarms = { incidents, openIncidents: stores.incidents, clock, onProblem };
  const hearing = new BrokerHearing({ ...alarms, transport });
  const devices = new DeviceIncidents({
    ...{ hearing, feed, clock, onProblem },
    book: new PostgresIncidentBook(database),
    states: new DeviceStateRepository(database),
    leases: new PostgresLeases(leasePool),
  });
  return { hearing, devices, silence: new SilentDevicesWatch({ ...alarms, silent, hearing }) };
}

export function startIncidents(
  parts: IncidentParts,
  log: Pick<JsonLog, 'error'>,
  shutdown: Pick<Shutdown, 'add'>,
): void {
  const { hearing, devices, silence } = composeDeviceIncidents(parts, log);
  hearing.start();
  shutdown.add('hearing', () => hearing.stop());
  devices.start();
  shutdown.add('incidents of devices', () => devices.stop());
  silence.start();
  shutdown.add('silent devices', () => silence.stop());
}
