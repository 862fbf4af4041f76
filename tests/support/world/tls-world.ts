/** A controller that offers mutual TLS, a commune of clusters without devices, and boards to be enrolled. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ClusterBody, DeviceBody } from '@loa-lang/schemas/http/clusters';
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import { temporaryFolder } from '../database.ts';
import { eventually } from '../eventually.ts';
import { Board, type BoardOptions } from './board.ts';
import { makeTextBulletin, planBroadcast } from './bulletins.ts';
import { ControllerProcess, TLS_ENV } from './controller-process.ts';
import { makePlace, type Place } from './place.ts';

const PLAY_PATIENCE_MS = 120_000;

export interface Incident {
  kind: string;
  subject: string;
  cluster?: { id: string; code: string; name: string };
  detail: string;
}

export class TlsWorld {
  readonly folder: string;
  controller: ControllerProcess;
  readonly place: Place;
  #boards: Board[] = [];

  private constructor(folder: string, controller: ControllerProcess, place: Place) {
    this.folder = folder;
    this.controller = controller;
    this.place = place;
  }

  static async make(clusters: number, env: Record<string, string> = {}): Promise<TlsWorld> {
    const folder = await temporaryFolder();
    const dataDir = join(folder, 'controller');
    const controller = await ControllerProcess.start({ dataDir, env: { ...TLS_ENV, ...env } });
    return new TlsWorld(folder, controller, await makePlace(controller.api, clusters));
  }

  get api() {
    return this.controller.api;
  }

  async board(installationId: string, options: Partial<BoardOptions> = {}): Promise<Board> {
    const board = await Board.flash(this.api, { folder: join(this.folder, 'boards'), installationId, ...options });
    this.#boards.push(board);
    return board.start();
  }

  /** A board that works in a cluster. */
  async enrolled(installationId: string, clusterId: string, options: Partial<BoardOptions> = {}) {
    const board = await this.board(installationId, options);
    const device = await this.bind(await board.label(), clusterId);
    await board.untilReady();
    return { board, device };
  }

  async bind(label: string, clusterId: string): Promise<DeviceBody> {
    return (await this.api.post<{ device: DeviceBody }>('/enrolments/bind', { label, clusterId })).device;
  }

  /** The same card in another box; `installationId` is what that box says of itself. */
  async copyOf(board: Board, name: string, installationId: string): Promise<Board> {
    const home = join(dirname(dirname(board.path)), name);
    await cp(dirname(board.path), home, { recursive: true, filter: (path) => !path.endsWith('.sock') });
    const path = join(home, 'agent.json');
    const config = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...config, installationId, dataFolder: join(home, 'data') }));
    const copy = Board.at(path, join(home, 'data'), name);
    this.#boards.push(copy);
    return copy;
  }

  cluster(id: string): Promise<ClusterBody> {
    return this.api.get<ClusterBody>(`/clusters/${id}`);
  }

  async incidents(kind: string): Promise<Incident[]> {
    const { incidents } = await this.api.get<{ incidents: Incident[] }>('/incidents');
    return incidents.filter((incident) => incident.kind === kind);
  }

  /** Plans a bulletin for a cluster at once, and waits until its device says that it played. */
  async untilPlayed(clusterId: string): Promise<void> {
    const { api, place } = this;
    const { id } = await makeTextBulletin(api, place.communeId, 'Đây là buổi phát thử.');
    const plan = { bulletinIds: [id], targets: { clusterIds: [clusterId] }, start: 'now' as const };
    const broadcast = await planBroadcast(api, plan);
    let coverage: CoverageBody | undefined;
    try {
      await eventually(
        'it has played',
        async () => {
          coverage = await api.get<CoverageBody>(`/broadcasts/${broadcast.id}/coverage`);
          // on a busy machine a start "now" may be late for a part of it; what counts here is that it sounded
          return (coverage.clusters[0]?.playedMs ?? 0) > 0;
        },
        PLAY_PATIENCE_MS,
      );
    } catch (error) {
      throw new Error(`${error}: ${JSON.stringify(coverage?.clusters)}`);
    }
  }

  async switchOff(): Promise<void> {
    await Promise.all(this.#boards.splice(0).map((board) => board.stop()));
  }

  async stop(): Promise<void> {
    await this.switchOff();
    await this.controller.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
