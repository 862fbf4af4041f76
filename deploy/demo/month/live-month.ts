/** A commune's month, lived through the controller's own use cases under a driven clock. No row is written past them. */
import { join } from 'node:path';
import { openDriven } from '@loa-lang/controller/compose/driven';
import type { ControllerConfig } from '@loa-lang/controller/config';
import type { DemoHamlet } from '../area.ts';
import { createPlace, provisionDevices } from '../provision.ts';
import { type MonthAccount, newAccount } from './account.ts';
import { agendaOf, begin, leaveOpen } from './agenda.ts';
import { at, midnight, plusDays } from './days.ts';
import { SIM_DAYS } from './outages.ts';
import { type Credentials, everybody, firstAdministrator, signInAgain, type Worker } from './people.ts';
import { bringMap, enterCards } from './place.ts';
import { Pole } from './pole.ts';
import { seeded } from './seeded.ts';
import { World } from './world.ts';

export interface MonthOptions {
  config: ControllerConfig;
  /** of the agents that later live on with the same keys */
  agentsFolder: string;
  province: { name: string; code?: string };
  commune: { name: string; code?: string; trial?: boolean };
  hamlets: readonly DemoHamlet[];
  /** its last instant */
  endsAt: number;
  /** whole days before the last one */
  days: number;
  seed: number;
  onDay(day: number, days: number): void;
}

export interface LivedMonth {
  account: MonthAccount;
  people: Credentials[];
  /** what the controller only logged */
  problems: readonly string[];
}

/** Once a fortnight everybody signs in anew. */
const SIGN_IN_EVERY_DAYS = 14;

export async function liveMonth(options: MonthOptions): Promise<LivedMonth> {
  const { config, endsAt, days, seed } = options;
  const firstDay = plusDays(midnight(endsAt), -days);
  const controller = await openDriven(config, at(firstDay, '04:00'));
  try {
    const now = () => controller.clock.now();
    const { server } = controller;
    const administrator = await firstAdministrator(server as never, await controller.setUpToken(), now);
    const api = administrator.caller.api as never;
    const place = await createPlace(api, options.province, options.commune, options.hamlets);
    await provisionDevices(api, place.clusters, options.agentsFolder, () => 'null', true);
    const all = await everybody(server as never, administrator, now, place.communeId);
    const known = await administrator.caller.get<{ clusters: typeof place.clusters }>('/clusters');
    const poles: Pole[] = [];
    for (const { id: clusterId, code, hamletId, deviceId = '' } of known.clusters) {
      const about = { clusterId, code, hamletId, deviceId, deploymentId: controller.deploymentId };
      const installationId = `demo-${deviceId}`.slice(0, 64);
      const keyFile = join(options.agentsFolder, code, 'key.json');
      poles.push(await Pole.on({ ...about, installationId, keyFile, ether: controller.transport, now }));
    }
    poles.sort((a, b) => a.parts.code.localeCompare(b.parts.code));
    const account = newAccount(place.communeId, firstDay);
    const world = new World(controller, all, poles, seeded(seed), account);
    for (const pole of poles) await pole.comesBack();
    await world.sayHealth();
    await bringMap(world, options.hamlets);
    await enterCards(world, SIM_DAYS.pole);
    await begin(world);
    let day = firstDay;
    for (const act of agendaOf(world, firstDay, days + 1, endsAt)) {
      for (; act.at >= plusDays(day, 1); day = plusDays(day, 1)) {
        const number = Math.round((plusDays(day, 1) - firstDay) / (plusDays(day, 1) - day));
        options.onDay(number, days);
        await world.goTo(at(day, '21:00'));
        if (number % SIGN_IN_EVERY_DAYS === 0) await signInAgain(all);
      }
      await world.goTo(act.at);
      await act.does();
    }
    await world.goTo(endsAt);
    await leaveOpen(world);
    await world.look();
    const people = (Object.values(all) as Worker[]).map(({ credentials }) => credentials);
    return { account, people, problems: [...controller.problems] };
  } finally {
    await controller.stop();
  }
}
