/** A commune with broadcasts of a week, and a browser that looks at its pages. */
import { Buffer } from 'node:buffer';
import { addCommune, addReadyBulletin, type HttpApp } from '../http-app.ts';

export const NOON = Date.parse('2026-12-07T12:00:00+07:00');
const MINUTE = 60_000;
export const at = (time: string, day = '2026-12-07') => Date.parse(`${day}T${time}:00+07:00`);

export type Village = Awaited<ReturnType<typeof addVillage>>;

export async function addVillage(app: HttpApp) {
  app.setNow(at('06:00', '2026-12-05'));
  const commune = await addCommune(app);
  const { communeId, hamletIds, clusterIds } = commune;
  const [first = '', second = ''] = hamletIds;
  let mark = 0;
  const bulletin = (title: string, more: Parameters<typeof addReadyBulletin>[4] = {}) => {
    mark += 1;
    return addReadyBulletin(app, communeId, 20_000, mark.toString(16).padStart(2, '0'), { title, ...more });
  };
  /** Planned a little before it begins; the clock is left there. */
  async function plan(start: number, bulletinIds: string[], areaIds = [first], more: object = {}): Promise<string> {
    app.setNow(Math.min(start - 10 * MINUTE, NOON));
    const answer = await app.call('POST', '/broadcasts', {
      bulletins: bulletinIds.map((bulletinId) => ({ bulletinId })),
      targets: { areaIds },
      start: new Date(start).toISOString(),
      ...more,
    });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    app.setNow(NOON);
    return answer.body.broadcast.id;
  }
  async function played(broadcastId: string, clusterId = clusterIds[0] ?? '', state = 'finished', playedMs = 20_000) {
    const items = [{ index: 0, part: 0, playedMs }];
    const body = { kind: 'receipt', broadcastId, version: 1, run: 1, state, items, outputLevelDbfs: -20 };
    const row = { broadcastId, clusterId, run: 1, version: 1, state, deviceId: 'd', storeId: 's', number: 1n };
    await app.database.receiptRow.create({ data: { ...row, body, receivedAt: new Date() } });
  }
  return { ...commune, first, second, bulletin, plan, played };
}

/** As a telephone's browser: keeps its cookies, sends forms. */
export class Phone {
  readonly #app: HttpApp;
  readonly #from: string;
  readonly cookies = new Map<string, string>();

  constructor(app: HttpApp, from = '127.0.0.1') {
    this.#app = app;
    this.#from = from;
  }

  async ask(method: 'GET' | 'POST', url: string, form?: Record<string, string>, headers: object = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.#app.server.inject({
      ...{ method, url, remoteAddress: this.#from },
      headers: {
        host: 'localhost',
        ...(cookie !== '' && { cookie }),
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(form !== undefined && { payload: new URLSearchParams(form).toString() }),
    });
    for (const { name, value } of answer.cookies) this.cookies.set(name, value);
    return {
      status: answer.statusCode,
      text: answer.body,
      bytes: Buffer.from(answer.rawPayload),
      headers: answer.headers,
      location: String(answer.headers.location ?? ''),
    };
  }
  get(url: string, headers: object = {}) {
    return this.ask('GET', url, undefined, headers);
  }
  send(url: string, form: Record<string, string>, headers: object = {}) {
    return this.ask('POST', url, form, headers);
  }
}
