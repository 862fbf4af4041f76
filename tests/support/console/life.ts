/** What goes on at a stage: bulletins, what is on air and what comes, what waits for somebody, what is wrong. */
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import type { HttpApp } from '../http-app.ts';
import { signedIn } from '../people.ts';
import { makeBulletins } from './bulletins.ts';
import type { StagePlaces } from './places.ts';
import { SEAT_IDS, type SeatRole } from './seats.ts';
import type { StageSize } from './sizes.ts';
import { makeUpdates } from './updates.ts';

export interface StageLife {
  bulletinIds: string[];
  broadcastIds: { onAir: string; soon: string; waiting: string };
  approvalId: string;
  rolloutId: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export async function makeLife(app: HttpApp, size: StageSize, places: StagePlaces, now: number): Promise<StageLife> {
  const { communeId, hamletIds } = places;
  const as = async (role: SeatRole, path: string, body: object) => {
    const answer = await app.call('POST', path, body, signedIn(SEAT_IDS[role]));
    if (answer.status >= 300) throw new Error(`${role} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const bulletinIds = await makeBulletins(app, communeId, size.bulletins, now);
  const at = (ms: number): string => new Date(Math.ceil((now + ms) / MINUTE) * MINUTE).toISOString();
  const plan = async (role: SeatRole, which: number, start: string, areaIds: string[], more: object = {}) => {
    const body = { bulletins: [{ bulletinId: bulletinIds.at(-which) }], targets: { areaIds }, start, ...more };
    return as(role, '/broadcasts', body);
  };
  const onAir = await plan('approver', 1, 'now', [communeId], {
    bulletins: [{ bulletinId: bulletinIds.at(-1), readings: 3 }],
  });
  const soon = await plan('approver', 2, at(40 * MINUTE), [communeId]);
  await plan('approver', 3, at(7 * HOUR), hamletIds.slice(0, 3));
  const waiting = await plan('officer', 4, at(2 * HOUR), hamletIds.slice(0, 5));
  await addFaults(app, places, now);
  await as('officer', '/complaints', {
    ...{ hamletId: hamletIds[1], kind: 'too-loud', source: 'hotline' },
    told: 'Loa đầu ngõ to quá, nhà có cháu nhỏ không ngủ được.',
  });
  const rolloutId = await makeUpdates(app, places, now);
  return {
    bulletinIds,
    broadcastIds: { onAir: idOf(onAir), soon: idOf(soon), waiting: idOf(waiting) },
    approvalId: waiting.approvalId,
    rolloutId,
  };
}

const idOf = ({ broadcast }: { broadcast: { id: string } }): string => broadcast.id;

async function addFaults({ database }: HttpApp, { clusters }: StagePlaces, now: number): Promise<void> {
  const incidents = new PostgresIncidentLog(database);
  const away = clusters.filter((_, index) => index % 9 === 8).slice(0, 40);
  for (const { deviceId } of away) await incidents.raise('device-offline', deviceId, '', now - 3 * HOUR);
  const [hot] = clusters;
  if (hot !== undefined) await incidents.raise('device-hot', hot.deviceId, '84 °C', now - HOUR);
}
