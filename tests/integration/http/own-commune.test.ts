/** Lists hold what is of the communes that somebody works in. */
import { expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';
import { person, signedIn } from '../../support/people.ts';

let app: HttpApp;
const communeIds: string[] = [];
const sessions = new Map<string, string>();
let hamletId: string;
let provinceId: string;
appForFile(async (fresh) => {
  app = fresh;
  app.setNow(Date.parse('2026-03-02T06:30:00+07:00'));
  communeIds.length = 0;
  const first = await addCommune(app);
  provinceId = first.provinceId;
  hamletId = first.hamletIds[0] ?? '';
  const commune = { kind: 'commune', name: 'Xã bên', parentId: provinceId, trial: true };
  const second = (await app.call('POST', '/areas', commune)).body.area.id;
  const hamlet = { kind: 'hamlet', hamletKind: 'thôn', name: 'Thôn bên', parentId: second, households: 10 };
  const secondHamlet = (await app.call('POST', '/areas', hamlet)).body.area.id;
  const services = [{ hamletId: secondHamlet, households: 10 }];
  await app.call('POST', '/clusters', { hamletId: secondHamlet, code: '09', name: 'Cụm 09', services });
  communeIds.push(first.communeId, second);
  for (const [index, communeId] of communeIds.entries()) {
    const bulletinId = await addReadyBulletin(app, communeId, 20_000, 'ab'[index]);
    const saved = await app.call('POST', '/schedules', {
      ...{ communeId, kind: 'session', name: `Xã ${index}`, windowMinutes: 15 },
      recurrence: { startDate: '2026-03-02', time: '07:00', rrule: 'FREQ=DAILY' },
      programme: [{ kind: 'bulletin', bulletinId }],
      targets: { areaIds: [communeId] },
    });
    sessions.set(communeId, saved.body.schedule.id);
  }
  await app.putPeople([
    person('xa', 'Cán bộ xã', ['officer'], { areaIds: [communeIds[0] ?? ''] }),
    person('thon', 'Trưởng thôn', ['hamlet-head'], { areaIds: [hamletId] }),
    person('hai', 'Cán bộ hai xã', ['officer'], { areaIds: [...communeIds] }),
    person('tinh', 'Cán bộ tỉnh', ['province-administrator'], { areaIds: [provinceId] }),
  ]);
});

const LISTS = ['schedules', 'broadcasts', 'bulletins'] as const;
const owners = async (who: string, list: (typeof LISTS)[number], query = '') => {
  const { status, body } = await app.call('GET', `/${list}${query}`, undefined, signedIn(who));
  if (status !== 200) return body.code;
  return [...new Set(body[list].map((each: { communeId: string }) => each.communeId))].sort();
};

it('lists hold what is of the own commune, or the own communes; the province sees all', async () => {
  const [own = '', other = ''] = communeIds;
  for (const list of LISTS) {
    expect(await owners('xa', list), list).toEqual([own]);
    expect(await owners('thon', list), list).toEqual([own]);
    expect(await owners('tinh', list), list).toEqual([own, other].sort());
    expect(await owners('hai', list), list).toEqual([own, other].sort());
    expect(await owners('hai', list, `?communeId=${other}`), list).toEqual([other]);
    expect(await owners('xa', list, `?communeId=${other}`), list).toBe('not-permitted');
  }
});
