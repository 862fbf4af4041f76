/** The effect of a job that may be done twice: an occurrence becomes a broadcast under its own key, once. */
import { connect } from '@loa-lang/controller/adapters/postgres/database';
import { BroadcastRepository } from '@loa-lang/controller/adapters/repositories/broadcast-repository';
import { v7 as uuidv7 } from 'uuid';

/** @returns whether this call made it */
export async function createOnce(databaseUrl: string, occurrence: string): Promise<boolean> {
  const database = connect(databaseUrl);
  const startAt = Date.parse('2026-03-02T07:00:00+07:00');
  const broadcast = {
    id: uuidv7(),
    communeId: 'xa',
    version: 1,
    title: occurrence,
    class: 'scheduled',
    level: 'commune',
    startAt,
    latestStartAt: startAt,
    joinUntilAt: startAt,
    endsAt: startAt + 60_000,
    startsWhenReady: false,
    rank: undefined,
    repeat: undefined,
    onInterrupted: 'restart',
    gainDb: 0,
    items: [],
    bulletins: [],
    requested: { areaIds: ['xa'], groupIds: [], clusterIds: [] },
    placements: [{ planId: 'xa', targets: 'all' }],
    audience: { hamlets: [], clusters: [] },
    cancelledAt: undefined,
    cancelReason: undefined,
    createdAt: startAt,
  } as const;
  try {
    const once = { key: occurrence, fingerprint: occurrence };
    const mutable = structuredClone(broadcast) as unknown as Parameters<BroadcastRepository['create']>[0];
    return (await new BroadcastRepository(database).create(mutable, [], once)).created;
  } finally {
    await database.$disconnect();
  }
}
