/** An application that listens, with a commune, for each test of lives. */
import type { AddressInfo } from 'node:net';
import { appForEachTest } from '../app-for-each-test.ts';
import { addCommune, type HttpApp } from '../http-app.ts';

export interface LiveApp {
  app: HttpApp;
  commune: Awaited<ReturnType<typeof addCommune>>;
  port: number;
}

export const liveAppForEachTest = (given: (fresh: LiveApp) => void): void =>
  appForEachTest(async (app) => {
    const commune = await addCommune(app);
    await app.server.listen({ host: '127.0.0.1', port: 0 });
    given({ app, commune, port: (app.server.server.address() as AddressInfo).port });
  });
