/** The effect of a job that may be done twice: an occurrence becomes a broadcast under its own key, once. */
import { connect } from '@loa-lang/controller/adapters/postgres/database';
import { BroadcastRepository } from '@loa-lang/controller/adapters/repositories/broadcast-repository';
import { coveredRequest } from '@loa-lang/controller/domain/approval/approval-request';
import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
import { refOf, STATION } from '@loa-lang/controller/domain/people/person';
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
    const submission = {
      ...{ communeId: 'xa', subjectKind: 'broadcast' as const, subjectId: broadcast.id, title: '', startAt },
      ...{ binding: { assets: [], targets: mutable.requested, times: { once: startAt } } },
    };
    const request = coveredRequest(submission, { id: uuidv7(), by: refOf(STATION), at: startAt, reason: '' });
    return (await new BroadcastRepository(database).create({ broadcast: mutable, clusterIds: [], request }, once))
      .created;
  } finally {
    await database.$disconnect();
  }
}
