/** The part of a controller that plans schedules, over a database: several of them are several controllers. */
import { BACKGROUND, connect, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { SubjectLocks } from '@loa-lang/controller/adapters/postgres/subject-locks';
import { InProcessFeed } from '@loa-lang/controller/adapters/progress-feed';
import { composeSchedules } from '@loa-lang/controller/compose/schedules';
import { storesOn } from '@loa-lang/controller/compose/stores';
import { Approvals } from '@loa-lang/controller/services/approval/approvals';
import { BroadcastCancelling } from '@loa-lang/controller/services/broadcasts/cancel-broadcast';
import { BroadcastViews } from '@loa-lang/controller/services/broadcasts/view-broadcasts';
import type { BulletinMaking } from '@loa-lang/controller/services/bulletins/make-bulletins';
import { People } from '@loa-lang/controller/services/people/people';
import { Permissions } from '@loa-lang/controller/services/people/permissions';
import { DocumentDelivery } from '@loa-lang/controller/services/publishing/deliver-documents';
import type { Voices } from '@loa-lang/controller/services/reading/voices';
import { v7 as uuidv7 } from 'uuid';

const ZONE = 'Asia/Ho_Chi_Minh';

/** What these plans are made of has its audio; nothing is spoken here. */
const SILENT = { take: () => undefined } as unknown as BulletinMaking;

export function scheduleParts(databaseUrl: string, now: () => number = Date.now) {
  const database = connect(databaseUrl, BACKGROUND);
  const locking = openPool(databaseUrl, BACKGROUND);
  const stores = storesOn(database);
  const { register } = stores;
  const clock = { now, preciseNow: now, monotonicNow: () => performance.now() };
  const feed = new InProcessFeed((cause) => {
    throw cause;
  });
  const published: string[] = [];
  const delivery = new DocumentDelivery({
    async publishPlans(planIds) {
      published.push(...planIds);
      return planIds.map(() => ({ ok: true }));
    },
    async publishSettings(deviceIds) {
      return deviceIds.map(() => ({ ok: true }));
    },
  });
  const problems: unknown[] = [];
  const onProblem = (problem: string, cause: unknown) => void problems.push([problem, cause]);
  const people = new People([]);
  const common = { ...stores, stores, register, people, clock, feed, delivery, newId: uuidv7, onProblem };
  const views = new BroadcastViews({ ...stores, areas: register.areas, clock, timeZone: ZONE });
  const useCases = composeSchedules({
    ...common,
    approvals: new Approvals(common),
    permissions: new Permissions({ ...common, reader: register.reader }),
    views,
    cancelling: new BroadcastCancelling({ ...common, views }),
    voices: { defaultVoice: 'vi' } as Voices,
    making: SILENT,
    locks: new SubjectLocks(locking),
    incidentLog: new PostgresIncidentLog(database),
    timeZone: ZONE,
  });
  return {
    ...useCases,
    database,
    stores,
    published,
    problems,
    async stop() {
      await useCases.materialiser.stop();
      await database.$disconnect();
      await locking.end();
    },
  };
}
