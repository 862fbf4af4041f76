/** What a technician enters of the place before anything sounds: the commune's map, the cards in the devices. */

import type { DemoHamlet } from '../area.ts';
import { baseOfMap, type FeatureCollection, hamletOutlines } from '../commune-map.ts';
import { isoDay, plusDays } from './days.ts';
import type { World } from './world.ts';

const CARRIERS = ['Viettel', 'VinaPhone', 'MobiFone'] as const;
const CARD_DAYS = 180;

export async function bringMap({ all, account }: World, hamlets: readonly DemoHamlet[]): Promise<void> {
  const { caller } = all.administrator;
  const layer = (name: string, map: FeatureCollection) =>
    caller.upload(`/import/map?communeId=${account.communeId}&layer=${name}`, `${name}.geojson`, JSON.stringify(map));
  await layer('hamlets', hamletOutlines(hamlets));
  await layer('base', baseOfMap());
}

/** @param shortOfData place of the pole whose card has run out in the month */
export async function enterCards({ all, poles, now }: World, shortOfData: number): Promise<void> {
  for (const [place, { parts }] of poles.entries()) {
    const renewsOn = isoDay(plusDays(now, place === shortOfData ? 25 : CARD_DAYS - place * 3));
    const sim = {
      ...{ number: `0332 55${String(1000 + place * 37)}`, carrier: CARRIERS[place % CARRIERS.length], renewsOn },
      monthlyMegabytes: 2000,
    };
    await all.technician.caller.patch(`/clusters/${parts.clusterId}`, { sim });
  }
}
