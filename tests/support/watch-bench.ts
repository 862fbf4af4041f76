/** The watchdog over a real database and really signed plans, with time moved by hand and the broker in memory. */
import { rm } from 'node:fs/promises';
import { connect, type Database } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { DueRepository } from '@loa-lang/controller/adapters/repositories/due-reader';
import { storesOn } from '@loa-lang/controller/compose/stores';
import type { Occurrences } from '@loa-lang/controller/ports/due-reader';
import type { QueueState } from '@loa-lang/controller/ports/job-queue';
import type { DeploymentKeys } from '@loa-lang/controller/ports/key-store';
import { DocumentPublisher } from '@loa-lang/controller/services/publishing/publish-documents';
import { PublishedPlans } from '@loa-lang/controller/services/publishing/published-plans';
import { DueWatch } from '@loa-lang/controller/services/watch/watch-due';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { HubTransport } from './agent-bench/hub-transport.ts';
import { type TestDatabases, temporaryFolder } from './database.ts';
import { HandClock } from './fake-clock.ts';
import { FakeLedger } from './fake-ledger.ts';
import { FakeHub } from './fake-link.ts';
import { addAreas, addDevice } from './rows.ts';
import { openTestKeys } from './test-keys.ts';

export interface OnAir {
  /** from now, by the bench's clock */
  inMs: number;
  lengthMs?: number;
  class?: string;
  clusters?: number[];
  latestAfterMs?: number;
  windowMs?: number;
}

/** Province `tinh`, commune `xa` with hamlets, clusters `cum-1` … with devices that are connected. */
export class WatchBench {
  readonly clock = new HandClock();
  readonly ledger = new FakeLedger();
  readonly hub = new FakeHub();
  readonly transport = new HubTransport(this.hub);
  readonly problems: string[] = [];
  /** what the queue says of itself */
  queue: QueueState = { kind: 'postgres', reachable: true, lagMs: 0 };
  occurrences: Occurrences | undefined;
  publishedPlans = 0;
  readonly database: Database;
  readonly #folder: string;
  readonly #publisher: DocumentPublisher;
  readonly #keys: DeploymentKeys;
  readonly #watches: DueWatch[] = [];
  #items = 0;

  private constructor(database: Database, folder: string, keys: DeploymentKeys) {
    this.database = database;
    this.#folder = folder;
    this.#keys = keys;
    const { documents: source } = storesOn(database);
    const { ledger, transport, clock } = this;
    this.#publisher = new DocumentPublisher({ ledger, transport, clock, source, keys });
    this.hub.observe(topicOf(subjects.plan('xa')), () => {
      this.publishedPlans += 1;
    });
  }

  static async open(databases: TestDatabases, clusters = 3): Promise<WatchBench> {
    const database = connect(await databases.fresh());
    await addAreas(database);
    for (let n = 1; n <= clusters; n++) await addDevice(database, n);
    await database.device.updateMany({ data: { online: true } });
    const folder = await temporaryFolder();
    const bench = new WatchBench(database, folder, await openTestKeys(folder));
    await bench.transport.start();
    return bench;
  }

  async close(): Promise<void> {
    for (const watch of this.#watches) await watch.stop();
    await this.database.$disconnect();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A controller's watchdog that starts now. */
  watch(): DueWatch {
    const { database, clock, ledger } = this;
    const stores = storesOn(database);
    const watch = new DueWatch({
      due: new DueRepository(database),
      broadcasts: stores.broadcasts,
      reader: stores.register.reader,
      source: stores.documents,
      published: new PublishedPlans({ ledger, keys: this.#keys, unsent: () => [] }),
      publisher: this.#publisher,
      ...(this.occurrences !== undefined && { occurrences: this.occurrences }),
      queue: { state: async () => this.queue },
      incidents: new PostgresIncidentLog(database),
      openIncidents: stores.incidents,
      clock,
      onProblem: (problem, cause) => this.problems.push(`${problem}: ${cause}`),
    });
    this.#watches.push(watch);
    watch.start();
    return watch;
  }

  /** A watchdog past its first quiet minutes. */
  async settled(): Promise<DueWatch> {
    const watch = this.watch();
    this.clock.advance(180_000);
    await watch.look();
    return watch;
  }

  /** Time passes, with a look every 15 s. */
  async pass(watch: DueWatch, ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 15_000) {
      this.clock.advance(Math.min(left, 15_000));
      await watch.look();
    }
  }

  async plan(id: string, { inMs, lengthMs = 60_000, clusters = [1, 2, 3], ...over }: OnAir): Promise<void> {
    const startAt = this.clock.now() + inMs;
    const at = (ms: number) => new Date(startAt + ms);
    const { latestAfterMs = 900_000 } = over;
    this.#items += 1;
    const assetId = this.#items.toString(16).padStart(64, '0');
    await this.database.broadcast.create({
      data: {
        id,
        communeId: 'xa',
        title: `Tin ${id}`,
        class: over.class ?? 'scheduled',
        level: 'commune',
        startAt: at(0),
        latestStartAt: at(latestAfterMs),
        joinUntilAt: at(5_000),
        endsAt: at(over.windowMs ?? latestAfterMs + lengthMs),
        items: [{ kind: 'asset', part: 0, durationMs: lengthMs, language: 'vi', assetId, sizeBytes: 1000 }],
        requested: { areaIds: ['xa'], groupIds: [], clusterIds: [] },
        placements: [{ planId: 'xa', targets: 'all' }],
        audience: { hamlets: [], clusters: clusters.map((n) => ({ id: `cum-${n}`, languages: ['vi'] })) },
        targets: { create: clusters.map((n) => ({ clusterId: `cum-${n}` })) },
      },
    });
  }

  async publish(): Promise<void> {
    await this.#publisher.publishPlans(['xa']);
    this.publishedPlans = 0;
  }

  async report(broadcastId: string, n: number, state: string): Promise<void> {
    const row = { broadcastId, clusterId: `cum-${n}`, run: 1, version: 1, state, deviceId: `may-${n}`, storeId: 's' };
    const receivedAt = new Date(this.clock.now());
    const where = { broadcastId_clusterId_run: { broadcastId, clusterId: row.clusterId, run: 1 } };
    const data = { ...row, number: 1, body: {}, receivedAt };
    await this.database.receiptRow.upsert({ where, create: data, update: data });
  }

  /** what is open, as `kind subject`, sorted */
  async open(): Promise<string[]> {
    const rows = await this.database.incident.findMany({ where: { clearedAt: null } });
    return rows.map(({ kind, subject }) => `${kind} ${subject}`).sort();
  }

  async detail(kind: string): Promise<string | undefined> {
    return (await this.database.incident.findFirst({ where: { kind, clearedAt: null } }))?.detail;
  }
}
