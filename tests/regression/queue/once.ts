/** The effect of a job that may be done twice: an occurrence becomes a broadcast under its own key, once. */
import { connect } from '@loa-lang/controller/adapters/postgres/database';
import { BroadcastRepository } from '@loa-lang/controller/adapters/repositories/broadcast-repository';
import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
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
    approval: 'approved',
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
    const mutable = structuredClone(broadcast) as unknown as Broadcast;
    const request = {
      ...{
        id: `${occurrence}-${Math.random()}`,
        communeId: 'xa',
        subjectKind: 'broadcast' as const,
        subjectId: broadcast.id,
      },
      ...{ title: '', binding: { assets: [], targets: mutable.requested, times: { once: startAt } }, bindingHash: '' },
      ...{ startAt, state: 'approved' as const, createdAt: startAt, submittedBy: { personId: 'station', name: '' } },
      decision: { by: { personId: 'station', name: '' }, at: startAt, way: 'own' as const },
      ...{ outside: undefined, archivedAt: undefined },
    } as const;
    return (await new BroadcastRepository(database).create({ broadcast: mutable, clusterIds: [], request }, once))
      .created;
  } finally {
    await database.$disconnect();
  }
}
