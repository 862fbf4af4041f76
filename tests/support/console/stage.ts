/** A stage for the console: the real application on PostgreSQL, listening, with a commune in which something goes on. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Patience } from '@loa-lang/controller/adapters/postgres/database';
import { startTestDatabases, type TestDatabases } from '../database.ts';
import { type HttpApp, type HttpAppOptions, startHttpApp } from '../http-app.ts';
import { person } from '../people.ts';
import { makeLife, type StageLife } from './life.ts';
import { makePlaces, type StagePlaces } from './places.ts';
import { SEAT_IDS, type SeatRole, seatsOf, sessionCookie } from './seats.ts';
import { SIZES, type SizeName } from './sizes.ts';

export interface Stage {
  /** without a slash at its end */
  url: string;
  app: HttpApp;
  databases: TestDatabases;
  databaseUrl: string;
  /** absent on an empty stage */
  places?: StagePlaces;
  life?: StageLife;
  /** `name=value` of somebody's session */
  cookies: Readonly<Record<SeatRole, string>>;
  stop(): Promise<void>;
}

export interface StageOptions {
  size?: SizeName;
  /** any free one when not set */
  port?: number;
  app?: HttpAppOptions;
}

const PATIENT: Patience = { connectTimeoutMs: 30_000, statementTimeoutMs: 60_000, poolSize: 10 };

export async function openStage({ size = 'commune', port, app: options = {} }: StageOptions = {}): Promise<Stage> {
  const listensOn = port ?? (await freePort());
  const url = `http://127.0.0.1:${listensOn}`;
  const databases = await startTestDatabases();
  const databaseUrl = await databases.fresh();
  const app = await startHttpApp(databaseUrl, {
    publicUrl: url,
    trial: true,
    maxWatchers: 5000,
    // a stall of the machine, several browsers at once, is not what is looked at here
    patience: PATIENT,
    ...options,
  });
  const filled = size === 'empty' ? await seatFirst(app) : await fill(app, size);
  await app.server.listen({ host: '127.0.0.1', port: listensOn });
  return {
    ...{ url, app, databases, databaseUrl, ...filled },
    cookies: Object.fromEntries(
      Object.entries(SEAT_IDS).map(([role, id]) => [role, sessionCookie(id)]),
    ) as unknown as Stage['cookies'],
    async stop() {
      await app.stop();
      await databases.stop();
    },
  };
}

/** As after the set-up link: the one who was first, and no place yet. */
async function seatFirst(app: HttpApp) {
  const roles = ['province-administrator', 'commune-administrator'] as const;
  await app.putPeople([person(SEAT_IDS['commune-administrator'], 'Vũ Quang Trị', [...roles])]);
  return {};
}

async function fill(app: HttpApp, name: Exclude<SizeName, 'empty'>) {
  const now = Date.now();
  const places = await makePlaces(app, SIZES[name], now);
  await app.putPeople(seatsOf({ communeId: places.communeId, hamletId: places.hamletIds[0] ?? '' }));
  return { places, life: await makeLife(app, SIZES[name], places, now) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
