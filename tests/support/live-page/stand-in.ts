/** What the page "Trực tiếp" talks to: a register, and a live that does as the test says; keeps every frame. */
import type { AddressInfo } from 'node:net';
import type { HttpServer } from '@loa-lang/controller/http/http-server';
import { livePageRoutes } from '@loa-lang/controller/http/routes/live-page';
import { LIVE_MESSAGE_KINDS } from '@loa-lang/schemas/http/live-frames';
import fastify from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Told {
  state: 'waiting' | 'starting' | 'on-air' | 'ended';
  reason?: string;
  bulletinId?: string;
  heard?: number;
}

export interface Frame {
  kind: number;
  bytes: Buffer;
  /** milliseconds of a steady clock */
  at: number;
}

const area = (id: string, kind: string, name: string, households: number, parentId?: string) => ({
  ...{ id, kind, name, households, languages: ['vi'], timeZone: 'Asia/Ho_Chi_Minh' },
  ...(parentId !== undefined && { parentId }),
  ...(kind === 'hamlet' && { hamletKind: 'thôn' }),
});

const HAMLETS = ['Bãi Đá', 'Cầu Gỗ', 'Đồng Gai', 'Giếng Mới', 'Phố Chợ', 'Trại Sơn'];
const hamlets = HAMLETS.map((name, at) => area(`h${at}`, 'hamlet', name, 300 + 40 * at, 'c'));
const REGISTER = {
  areas: [area('c', 'commune', 'Minh Tân', 2400), ...hamlets],
  groups: [{ id: 'g', communeId: 'c', name: 'Ven sông', areaIds: ['h0', 'h2'], clusterIds: [] }],
  clusters: hamlets.flatMap(({ id, households }) =>
    [1, 2, 3].map((n) => ({
      id: `${id}-${n}`,
      hamletId: id,
      services: [{ hamletId: id, households: households / 3 }],
    })),
  ),
};

export class StandIn {
  readonly frames: Frame[] = [];
  /** text messages of the page */
  readonly said: Record<string, unknown>[] = [];
  requests: Record<string, unknown>[] = [];
  /** how a live goes on, from its first connection */
  course: Told[] = [{ state: 'starting' }, { state: 'on-air' }];
  waitsFor: { title: string; until: string } | undefined;
  /** areas of the speaker */
  own: string[] | 'everywhere' = 'everywhere';
  refusal: { status: number; vi: string; en: string } | undefined;
  opened = 0;
  closedWith: number | undefined;
  /** says nothing and takes in nothing from now on, as a network that is gone */
  isDeaf = false;
  startInMs = 3000;
  #startAt = 0;
  #socket: WebSocket | undefined;
  #told: Told = { state: 'waiting' };
  readonly #server: HttpServer;
  #stop: () => Promise<void> = async () => undefined;

  private constructor(server: HttpServer) {
    this.#server = server;
  }

  static async start(): Promise<StandIn> {
    const server = fastify({ forceCloseConnections: true }) as unknown as HttpServer;
    const standIn = new StandIn(server);
    livePageRoutes(server, { isDatabaseUnavailable: () => false });
    server.get(
      '/api/v1/people/me',
      async () => ({ personId: 'p', name: 'Lê Thị Loan', areaIds: standIn.own }) as never,
    );
    for (const [name, rows] of Object.entries(REGISTER)) {
      server.get(`/api/v1/${name}`, async () => ({ [name]: rows }) as never);
    }
    server.post('/api/v1/live', async ({ body }, reply) => {
      standIn.requests.push(body as never);
      const { refusal } = standIn;
      if (refusal !== undefined)
        return reply.status(refusal.status as never).send({ code: 'x', message: refusal } as never);
      standIn.#startAt = Date.now() + standIn.startInMs;
      return reply.status(201 as never).send({
        ...{
          liveId: 'l1',
          state: 'ready',
          delayMs: 300,
          clusters: 18,
          households: 2074,
          chime: true,
          audioUrl: '/api/v1/live/l1/audio',
        },
        ...standIn.#times(),
        ...(standIn.waitsFor !== undefined && { waitsFor: standIn.waitsFor }),
      } as never);
    });
    server.get('/api/v1/bulletins/:id/audio', async (_, reply) => reply.status(404).send());
    await server.listen({ port: 0, host: '127.0.0.1' });
    standIn.#listen();
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}/live`;
  }

  /** The speaker's own words, and no silence between. */
  get voice(): Frame[] {
    return this.frames.filter(({ kind }) => kind !== LIVE_MESSAGE_KINDS.open);
  }

  tell(told: Told): void {
    this.#told = told;
    if (this.isDeaf) return;
    const heard = told.heard ?? (told.state === 'on-air' ? 17 : 0);
    const figures = { heard, of: 18, households: 2074, delayMs: 340 };
    this.#socket?.send(JSON.stringify({ type: 'state', ...told, ...figures, ...this.#times() }));
    if (told.state === 'ended') this.#socket?.close(1000);
  }

  /** The connection breaks; the page may come again. */
  break(): void {
    this.#socket?.terminate();
  }

  /** For another page. */
  forget(): void {
    this.course = [{ state: 'starting' }, { state: 'on-air' }];
    this.frames.length = 0;
    this.said.length = 0;
    this.requests = [];
    this.opened = 0;
    this.closedWith = undefined;
    this.isDeaf = false;
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  #times() {
    return {
      startAt: new Date(this.#startAt).toISOString(),
      endsAt: new Date(this.#startAt + 15 * 60_000).toISOString(),
    };
  }

  #listen(): void {
    const sockets = new WebSocketServer({ server: this.#server.server });
    const beat = setInterval(() => this.#socket && this.tell(this.#told), 1000);
    sockets.on('connection', (socket) => this.#connected(socket));
    this.#stop = async () => {
      clearInterval(beat);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await this.#server.close();
    };
  }

  #connected(socket: WebSocket): void {
    const isFirst = this.opened++ === 0;
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary) => {
      if (this.isDeaf) return;
      if (isBinary) this.frames.push({ kind: data[0] ?? 0, bytes: data.subarray(1), at: performance.now() });
      else this.#heard(JSON.parse(String(data)));
    });
    socket.on('close', (code) => {
      if (socket === this.#socket) {
        this.closedWith = code;
        this.#socket = undefined;
      }
    });
    for (const told of isFirst ? this.course : [this.#told]) this.tell(told);
  }

  #heard(message: Record<string, unknown>): void {
    this.said.push(message);
    if (message.type === 'end') this.tell({ state: 'ended', reason: 'ended', heard: 17 });
  }
}
