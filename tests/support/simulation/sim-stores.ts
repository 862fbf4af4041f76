/** The controller's stores over rows in memory. What no act of the simulation reaches is absent, and says so when asked. */
import type { Stores } from '@loa-lang/controller/compose/stores';
import type { Territory } from '@loa-lang/controller/domain/areas/territory';
import { KEEP_CANCELLED_MS, planContent } from '@loa-lang/controller/domain/plan-content/plan-content';
import { settingsContent } from '@loa-lang/controller/domain/plan-content/settings-content';
import type { DocumentSource } from '@loa-lang/controller/ports/document-ledger';
import type { AreaRecord, ClusterRecord, Register } from '@loa-lang/controller/ports/register';
import type { FakeRegistry } from '../fake-registry.ts';
import type { FakeSilenceStore } from '../fake-silence.ts';
import { MemoryApprovals } from '../memory/approvals.ts';
import { MemoryBroadcasts } from '../memory/broadcasts.ts';
import { MemoryBulletins, MemoryProgrammeBulletins } from '../memory/bulletins.ts';
import { MemoryEmergencies } from '../memory/emergencies.ts';
import { MemoryDaysOff, MemoryOccurrences, MemoryRules, MemorySchedules } from '../memory/schedules.ts';
import { MemorySources } from '../memory/sources.ts';
import type { Tables } from '../memory/tables.ts';
import { only } from './only.ts';

/**
 * Devices ask for the time less often than in life: what they do with the answer is what matters here. Of their health
 * they tell rarely: a signature for each of some hundred thousand samples, and nothing that sounds depends on them.
 */
const INTERVALS = {
  ...{ syncBusyMs: 5 * 60_000, syncIdleMs: 6 * 3600_000 },
  ...{ healthBusyMs: 6 * 3600_000, healthIdleMs: 6 * 3600_000 },
};

export interface SimStores extends Stores {
  broadcasts: MemoryBroadcasts;
}

interface Base {
  tables: Tables;
  territory: Territory;
  registry: FakeRegistry;
  silence: FakeSilenceStore;
}

export function simStores(base: Base): SimStores {
  const { tables, territory, registry, silence } = base;
  const deviceOf = (clusterId: string) => deviceIn(registry, clusterId);
  const clusterOf = (deviceId: string) => registry.devices.get(deviceId)?.clusterId;
  const broadcasts = new MemoryBroadcasts(tables, { deviceOf, clusterOf });
  return {
    register: registerOf(territory, registry),
    broadcasts,
    bulletins: only('bulletins', new MemoryBulletins(tables)),
    stationTexts: only('stationTexts', { of: async () => new Map() }),
    ownTemplates: only('ownTemplates', { list: async () => [] }),
    dictionary: only('dictionary', { of: async () => [] }),
    documents: documentsOf(base, broadcasts),
    contents: only('contents'),
    complaints: only('complaints'),
    approvals: only('approvals', new MemoryApprovals(tables)),
    delegations: only('delegations', { notOver: async () => [] }),
    incidents: only('incidents', { list: async () => [], openOf: async () => [] }),
    maintenance: only('maintenance'),
    recordings: only('recordings'),
    health: only('health'),
    clusterWatchReader: only('clusterWatchReader'),
    readiness: only('readiness'),
    makeUps: only('makeUps'),
    sources: new MemorySources(),
    schedules: new MemorySchedules(tables),
    occurrences: new MemoryOccurrences(tables),
    programmeBulletins: new MemoryProgrammeBulletins(tables),
    communeRules: new MemoryRules(),
    daysOff: new MemoryDaysOff(),
    silence,
    emergencies: only('emergencies', new MemoryEmergencies()),
    spotCredentials: only('spotCredentials'),
    localActs: only('localActs'),
    people: only('people'),
    sessions: only('sessions'),
    signIns: only('signIns'),
    secondFactors: only('secondFactors'),
    links: only('links'),
    apiTokens: only('apiTokens'),
    whereabouts: only('whereabouts'),
    subjectNames: only('subjectNames'),
    enrolments: only('enrolments'),
    audit: only('audit'),
    programmeLog: only('programmeLog'),
    coverageFacts: only('coverageFacts'),
    streamGaps: only('streamGaps', { of: async () => [] }),
    streamBroadcasts: only('streamBroadcasts'),
    relaySources: only('relaySources', { find: async () => [], list: async () => [] }),
    signs: only('signs'),
    maps: only('maps'),
    lives: only('lives', { spokenMs: async () => new Map() }),
  };
}

/** Each cluster has the device it had at first. */
function deviceIn({ devices, presences }: FakeRegistry, clusterId: string) {
  const deviceId = deviceIdOf(clusterId);
  return devices.has(deviceId) ? { deviceId, online: presences.get(deviceId)?.state === 'online' } : undefined;
}

export const deviceIdOf = (clusterId: string): string => `d-${clusterId}`;

function registerOf(territory: Territory, registry: FakeRegistry): Register {
  const areas = [...territory.areas.values()].map(
    (area): AreaRecord => ({ ...area, code: undefined, timeZone: 'Asia/Ho_Chi_Minh' }),
  );
  // made once: the controller asks every minute
  const clusters = [...territory.clusters.values()].map(
    (cluster): ClusterRecord => ({
      ...{
        ...cluster,
        latitude: undefined,
        longitude: undefined,
        horns: [],
        details: {},
        muted: false,
        volumeDb: 0,
        listen: false,
      },
      deviceId: deviceIdOf(cluster.id),
      get online() {
        return deviceIn(registry, cluster.id)?.online ?? false;
      },
    }),
  );
  return {
    reader: {
      territory: async () => territory,
      areas: async () => territory.areas,
      near: async () => territory,
    },
    areas: only('areas', { all: async () => areas, find: async (id) => areas.find((area) => area.id === id) }),
    clusters: only('clusters', { all: async () => clusters }),
    groups: only('groups'),
    devices: only('devices', {
      ofClusters: async (ids) =>
        [...registry.devices.values()].flatMap(({ deviceId, clusterId }) =>
          clusterId !== undefined && ids.includes(clusterId) ? [deviceId] : [],
        ),
    }),
  };
}

function documentsOf({ tables, territory, registry, silence }: Base, broadcasts: MemoryBroadcasts): DocumentSource {
  return {
    planIds: async () => [...territory.areas.keys(), ...territory.groups.keys()],
    planContent: async (planId, now) => {
      const keepAssets = [...tables.bulletins.values()]
        .filter((row) => row.keep && row.communeId === planId && row.removedAt === undefined)
        .flatMap(({ versions }) => versions.flatMap(({ asset }) => asset ?? []))
        .map(({ assetId, sizeBytes }) => ({ assetId, sizeBytes }));
      const latches = [...silence.latches.values()]
        .filter((latch) => latch.areaId === planId)
        .map(({ latchedBy: _, liftedBy: __, ...latch }) => latch);
      const stops = tables.stops
        .filter((stop) => stop.planId === planId && stop.keepUntil >= now)
        .map(({ broadcastId: id, at: cancelledAt, reason }) => ({ id, cancelledAt, reason }));
      const rows = await broadcasts.inPlan(planId, now - KEEP_CANCELLED_MS);
      return planContent({ planId, removed: false, broadcasts: rows, latches, keepAssets, stops }, now);
    },
    deviceIds: async () => [...registry.devices.keys()],
    settingsContent: async (deviceId) => {
      const clusterId = registry.devices.get(deviceId)?.clusterId;
      const cluster = clusterId === undefined ? undefined : territory.clusters.get(clusterId);
      if (cluster === undefined) return undefined;
      const audienceSize = territory.clusters.size;
      const content = settingsContent(territory, { cluster, muted: false, volumeDb: 0, audienceSize });
      return { ...content, intervals: INTERVALS };
    },
  };
}
