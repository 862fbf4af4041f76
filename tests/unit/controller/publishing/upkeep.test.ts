/** What keeps the broker's copies, over a connection and a database that come and go. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BroadcastTransport, PublishResult } from '@loa-lang/controller/ports/broadcast-transport';
import { DocumentPublisher } from '@loa-lang/controller/services/publishing/publish-documents';
import { DocumentUpkeep } from '@loa-lang/controller/services/publishing/publish-documents-upkeep';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { wallClock } from '../../../support/fake-clock.ts';
import { FakeLedger } from '../../../support/fake-ledger.ts';
import { FakeIncidents } from '../../../support/fake-registry.ts';
import { FakeSource, someBroadcast } from '../../../support/fake-source.ts';
import { openTestKeys } from '../../../support/test-keys.ts';

/** A broker that forgets everything whenever the connection is made anew. */
class ForgetfulBroker implements BroadcastTransport {
  connected = false;
  retained = new Set<string>();
  /** publishes wait while it is set */
  gate: Promise<void> | undefined;
  private readonly listeners: ((connected: boolean) => void)[] = [];

  connect(): void {
    this.retained = new Set();
    this.connected = true;
    for (const listener of this.listeners) listener(true);
  }
  disconnect(): void {
    this.connected = false;
    for (const listener of this.listeners) listener(false);
  }
  async publish(topic: string): Promise<PublishResult> {
    if (!this.connected) return { ok: false, reason: 'not-connected' };
    this.retained.add(topic);
    await this.gate;
    return { ok: true };
  }
  subscribe(): void {}
  onConnection(listener: (connected: boolean) => void): void {
    this.listeners.push(listener);
  }
  async start(): Promise<void> {}
  async stop(): Promise<void> {}
}

const PLANS = Array.from({ length: 30 }, (_, n) => `thon-${n}`);

describe('upkeep of documents', () => {
  let folder: string;
  let broker: ForgetfulBroker;
  let ledger: FakeLedger;
  let source: FakeSource;
  let incidents: FakeIncidents;
  let publisher: DocumentPublisher;
  let upkeep: DocumentUpkeep;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loa-upkeep-'));
    broker = new ForgetfulBroker();
    ledger = new FakeLedger();
    source = new FakeSource();
    incidents = new FakeIncidents();
    for (const planId of PLANS) source.plans.set(planId, []);
    const keys = await openTestKeys(folder);
    const deps = { ledger, source, transport: broker, keys, clock: wallClock };
    publisher = new DocumentPublisher(deps);
    upkeep = new DocumentUpkeep(
      { ...deps, publisher, incidents },
      { retryFirstMs: 20, retryMaxMs: 40, sweepEveryMs: 50 },
    );
    upkeep.start();
  });
  afterEach(async () => {
    await upkeep.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const everythingIsThere = () => eventually('all retained', () => broker.retained.size === PLANS.length + 1);

  it('publishes all again when the broker is lost in the middle of it', async () => {
    let open: () => void = () => undefined;
    broker.gate = new Promise((resolve) => {
      open = resolve;
    });
    broker.connect();
    await eventually('on its way', () => broker.retained.size >= 8);
    broker.disconnect();
    broker.connect();
    open();
    await everythingIsThere();
  });

  it('says which document devices would not take, and publishes it as soon as they would', async () => {
    broker.connect();
    await everythingIsThere();
    const good = someBroadcast('b', Date.now() + 60_000);
    source.plans.set('thon-1', [{ ...good, endsAt: 1e15 }]);
    expect(await publisher.publishPlans(['thon-1'])).toMatchObject([{ ok: false, reason: 'invalid' }]);
    const incident = 'document-refused area/thon-1/plan';
    await eventually('an incident', () => incidents.open.has(incident));
    source.plans.set('thon-1', [good]);
    await eventually('published', async () => ((await ledger.last('area/thon-1/plan'))?.revision ?? 0) > 1);
    await eventually('over', () => !incidents.open.has(incident));
  });

  it('publishes all when the database comes back, also while one document waits to be tried again', async () => {
    ledger.down = true;
    expect(await publisher.publishPlans(['thon-1'])).toMatchObject([{ ok: false, reason: 'database-unavailable' }]);
    broker.connect();
    await eventually('tried', () => upkeep.unsentSubjects.length === 1);
    ledger.down = false;
    await everythingIsThere();
  });
});
