/** The acts of the month, each at its instant. */
import { at, isoDay, isoInstant, midnight, plusDays, weekday } from './days.ts';
import { answerFaces } from './faces.ts';
import { announce, decide, makeUp, write, writeFor } from './office.ts';
import { outagesOf, PLANNED_OUTAGE } from './outages.ts';
import type { Pole } from './pole.ts';
import { testPoles } from './testing.ts';
import {
  COMPLAINTS_OF_MONTH,
  DAILY,
  DRILL,
  FARMING,
  LIFE,
  LOST_CHILD,
  NEWS,
  POWER_CUT,
  STANDING,
  STATION,
  STORM,
} from './texts.ts';
import type { World } from './world.ts';

/** Its driver breaks on the fourth day. */
const ILL_POLE = 7;

export interface Act {
  at: number;
  does(): Promise<void>;
}

const SESSIONS = [
  {
    name: 'Buổi sáng',
    time: '05:30',
    windowMinutes: 30,
    playlists: [
      [NEWS, 2],
      [FARMING, 1],
    ],
  },
  { name: 'Buổi trưa', time: '11:15', windowMinutes: 20, playlists: [[NEWS, 2]] },
  {
    name: 'Buổi chiều',
    time: '17:00',
    windowMinutes: 45,
    playlists: [
      [NEWS, 2],
      [LIFE, 2],
      [FARMING, 1],
    ],
  },
] as const;

/** Before anything sounds: words of the station, sessions, what stands in them. */
export async function begin(world: World): Promise<void> {
  const { communeId } = world.account;
  const { administrator, officer } = world.all;
  await administrator.caller.put(`/areas/${communeId}/station-texts/vi`, STATION);
  await Promise.all(STANDING.map((text) => writeFor(world, text)));
  for (const { name, time, windowMinutes, playlists } of SESSIONS) {
    await officer.caller.post('/schedules', {
      ...{ communeId, kind: 'session', name, windowMinutes, targets: { areaIds: [communeId] } },
      recurrence: { startDate: isoDay(world.now), time, rrule: 'FREQ=DAILY' },
      programme: [
        { kind: 'chime', chime: 'opening' },
        ...playlists.map(([category, maxItems]) => ({ kind: 'playlist', category, maxItems })),
        { kind: 'closing' },
      ],
      acceptConflicts: true,
    });
  }
  await decide(world);
}

/** What the first visitor finds: a broadcast that waits for the approver, and a power cut that is announced. */
export async function leaveOpen(world: World): Promise<void> {
  const tomorrow = plusDays(midnight(world.now), 1);
  await announce(world, {
    ...{ title: 'Mời họp thôn', kind: 'notice', broadcastClass: 'priority', startAt: at(tomorrow, '18:30') },
    text: 'Kính mời các hộ gia đình về nhà văn hoá thôn họp bàn kế hoạch vệ sinh môi trường và đón Tết.',
  });
  const hamletIds = [(world.poles[9] as Pole).parts.hamletId];
  const times = { from: isoInstant(at(tomorrow, '08:00')), until: isoInstant(at(tomorrow, '11:30')) };
  await world.all.officer.caller.post('/outages', { hamletIds, ...times, reason: 'Điện lực thay máy biến áp' });
}

/** @param days of the month, the last of which is today @param until nothing happens after */
export function agendaOf(world: World, firstDay: number, days: number, until: number): Act[] {
  const acts: Act[] = [];
  const on = (day: number, time: string, does: () => Promise<void>) =>
    acts.push({ at: at(plusDays(firstDay, day), time), does });
  for (let day = 0; day < days; day++) ordinaryDay(world, day, weekday(plusDays(firstDay, day)), on);
  outages(world, firstDay, days, acts);
  incidents(world, firstDay, on);
  complaints(world, on);
  tests(world, on);
  return acts.filter((act) => act.at > world.now && act.at <= until).sort((a, b) => a.at - b.at);
}

type On = (day: number, time: string, does: () => Promise<void>) => void;

function ordinaryDay(world: World, day: number, ofWeek: number, on: On): void {
  on(day, '00:20', () => world.controller.upkeep());
  on(day, '06:45', () => world.look());
  for (const time of ['06:50', '13:10', '20:40']) on(day, time, () => world.keepSignedIn());
  if (ofWeek <= 5 && day > 0)
    on(
      day,
      '08:40',
      async () => void (await writeFor(world, DAILY[(day * 3) % DAILY.length] as (typeof DAILY)[number])),
    );
  on(day, '09:10', () => decide(world));
  on(day, '12:10', () => world.look());
  on(day, '13:20', () => world.controller.upkeep());
  on(day, '14:30', () => decide(world));
  on(day, '18:10', () => world.look());
  on(day, '18:40', () => (day % 3 === 0 ? makeUp(world, world.now - 14 * 3_600_000) : Promise.resolve()));
  on(day, '17:50', () => (day % 2 === 1 ? answerFaces(world) : Promise.resolve()));
  on(day, '20:30', () => decide(world));
}

function outages(world: World, firstDay: number, days: number, acts: Act[]): void {
  const hamlets = [...new Set(world.poles.map(({ parts }) => parts.hamletId))];
  const placesOf = hamlets.map((id) =>
    world.poles.flatMap(({ parts }, place) => (parts.hamletId === id ? [place] : [])),
  );
  for (const outage of outagesOf(world.random, firstDay, days, placesOf)) {
    acts.push(
      { at: outage.from, does: () => world.lose(outage) },
      { at: outage.from + 11 * 60_000, does: () => world.look() },
      { at: outage.until, does: () => world.restore(outage) },
      { at: outage.until + 6 * 60_000, does: () => world.look() },
    );
  }
}

function incidents(world: World, firstDay: number, on: On): void {
  const { officer, approver } = world.all;
  const { communeId } = world.account;
  const hamletOf = (place: number) => (world.poles[place] as Pole).parts.hamletId;
  on(1, '15:50', () =>
    announce(world, {
      title: 'Tìm trẻ lạc',
      text: LOST_CHILD,
      startAt: world.now + 30 * 60_000,
      areaIds: [hamletOf(0), hamletOf(2)],
    }),
  );
  on(1, '15:58', () => decide(world));
  on(3, '08:10', async () => {
    (world.poles[ILL_POLE] as Pole).levelDbfs = -57;
  });
  const planned = PLANNED_OUTAGE;
  on(planned.day - 2, '09:30', async () => {
    const hamletIds = [hamletOf(world.poles.length - 5)];
    const day = plusDays(firstDay, planned.day);
    const times = { from: isoInstant(at(day, planned.from)), until: isoInstant(at(day, planned.until)) };
    await officer.caller.post('/outages', { hamletIds, ...times, reason: 'Điện lực sửa chữa đường dây' });
    await announce(world, {
      title: 'Lịch tạm ngừng cấp điện',
      text: POWER_CUT,
      startAt: world.now + 40 * 60_000,
      areaIds: hamletIds,
    });
  });
  on(planned.day - 2, '09:45', () => decide(world));
  on(6, '10:05', () =>
    announce(world, {
      title: 'Mời họp đột xuất',
      text: 'Kính mời các chi hội trưởng về hội trường xã họp lúc bảy giờ tối nay.',
      startAt: world.now + 60 * 60_000,
      kind: 'notice',
      broadcastClass: 'priority',
    }),
  );
  on(6, '10:20', () => decide(world, 'Chưa rõ thành phần mời họp, đề nghị viết lại.'));
  on(12, '19:12', async () => {
    const made = await officer.caller.post<{ emergency: { id: string } }>('/emergencies', {
      ...{ communeId, title: 'Nước suối dâng nhanh', text: STORM, targets: { areaIds: [hamletOf(10), hamletOf(8)] } },
      ...{ everyMinutes: 10, forMinutes: 20 },
    });
    world.account.emergencies.push({ id: made.emergency.id, drill: false });
  });
  on(12, '20:05', async () => {
    const id = world.account.emergencies.find(({ drill }) => !drill)?.id;
    await approver.caller.post(`/emergencies/${id}/justify`, { reason: 'Tổ xung kích báo nước vượt báo động hai.' });
  });
  on(20, '09:00', async () => {
    const made = await officer.caller.post<{ emergency: { id: string } }>('/emergencies', {
      ...{ communeId, title: 'Diễn tập phòng chống lũ', text: DRILL, targets: { areaIds: [communeId] } },
      ...{ drill: true, everyMinutes: 10, forMinutes: 10 },
    });
    world.account.emergencies.push({ id: made.emergency.id, drill: true });
  });
  on(16, '10:50', async () => {
    const areaId = hamletOf(4);
    const { silence } = await officer.caller.post<{ silence: { id: string } }>('/silence', {
      areaId,
      reason: 'Gia đình có tang cạnh cụm loa',
    });
    world.account.silences.push(silence.id);
    world.hushed.push({ hamletId: areaId, from: world.now, until: at(plusDays(firstDay, 16), '13:00') });
  });
  on(16, '13:00', async () => void (await officer.caller.post(`/silence/${world.account.silences[0]}/lift`, {})));
  on(
    27,
    '08:20',
    async () =>
      void (await write(world, {
        title: 'Dự thảo: kế hoạch đón Tết',
        text: 'Uỷ ban nhân dân xã thông báo kế hoạch tổ chức đón Tết.',
        kind: 'notice',
      })),
  );
}

/** How each sounds when it is well, twice how it sounds by now, and the one that is ill at once. */
function tests(world: World, on: On): void {
  const all = world.poles.map((_, place) => place);
  on(1, '09:20', () => testPoles(world, all, 'calibrate'));
  on(5, '14:05', () => testPoles(world, [ILL_POLE], 'check'));
  for (const day of [13, 27]) on(day, '09:20', () => testPoles(world, all, 'check'));
}

function complaints(world: World, on: On): void {
  const codes = new Map<number, string>();
  for (const { day, time, pole: place, kind, told, answer } of COMPLAINTS_OF_MONTH) {
    on(day, time, async () => {
      const { clusterId } = (world.poles[place] as Pole).parts;
      const { administrator, officer, technician } = world.all;
      const made = await administrator.caller.post<{ code: string }>(`/clusters/${clusterId}/public-code`, {});
      codes.set(place, made.code);
      await officer.caller.post('/public/complaints', { code: made.code, kind, told });
      world.account.complaints.push({ kind, clusterId, answered: answer !== undefined });
      if (answer === undefined) return;
      const { complaints: open } = await technician.caller.get<{
        complaints: { id: string; clusterId?: string; state: string }[];
      }>('/complaints?limit=50');
      const id = open.find((each) => each.clusterId === clusterId && each.state === 'new')?.id;
      if (id !== undefined) await officer.caller.put(`/complaints/${id}/answer`, { answer });
    });
  }
}
