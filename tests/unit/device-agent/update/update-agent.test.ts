/** What a device does with an update: refusals, gaps, expiry, lost time, full disks, lives in between. */
import type { LauncherState, Proposal } from '@loa-lang/device-agent/launcher/files';
import { FaultLedger } from '@loa-lang/device-agent/services/fault-ledger';
import { LogLines } from '@loa-lang/device-agent/services/log-lines';
import type { Unpacked } from '@loa-lang/device-agent/update/unpack';
import { UpdateAgent, type UpdateWork } from '@loa-lang/device-agent/update/update-agent';
import { type KeyRing, keyRingOf } from '@loa-lang/schemas/sealing/key-ring';
import { privateKeyFrom, type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { Release } from '@loa-lang/schemas/wire/command';
import type { KeyUse } from '@loa-lang/schemas/wire/keys';
import type { ReportBody } from '@loa-lang/schemas/wire/report';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEPLOYMENT, newKey } from '../../../support/stand-in-controller.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const FOR_EVER = 253_402_300_799_999;
const NOW = 1_800_000_000_000;
const HOUR = 3600_000;
const RELEASE: Release = { version: '2.0.0', artefactId: 'a'.repeat(64), sizeBytes: 1000, main: 'main.js', madeAt: 1 };
let ring: KeyRing;
const signers = new Map<KeyUse, SigningIdentity>();
beforeAll(async () => {
  const keys = await Promise.all(
    (['release', 'command'] as const).map(async (use) => {
      const { x, d } = await newKey();
      signers.set(use, { kid: use, privateKey: await privateKeyFrom({ x, d }) });
      return { kid: use, use, x, scope: '*', notBefore: 0, notAfter: FOR_EVER };
    }),
  );
  const root = { kid: 'root', x: 'x'.repeat(43) };
  ring = await keyRingOf({ epoch: 1, revision: 1, issuedAt: 1, root, rotations: [], keys });
});

/** The disk of a device, over several lives of its agent. */
class Disk {
  work: UpdateWork | undefined;
  state: LauncherState = { bad: [] };
  next: Proposal | undefined;
  healthy: string | undefined;
  has = false;
  free = 10 ** 9;
  unpacked: Unpacked = { ok: true };
  refuses = false;
}

/** One life of an agent. */
async function life(disk: Disk, agentVersion = '1.0.0') {
  const clock = new VirtualClock();
  const startedAt = clock.monotonicNow();
  const world = {
    ...{ quiet: true, well: true, trusted: true, restarts: 0, reports: [] as ReportBody[] },
    faults: new FaultLedger(clock, (fault) => world.reports.push(fault)),
  };
  const refusing = <T>(value: T): T => {
    if (disk.refuses) throw new Error('disk-full');
    return value;
  };
  const agent = new UpdateAgent({
    ...{ identity: { deploymentId: DEPLOYMENT, agentVersion }, clock, faults: world.faults, trialMs: 600_000 },
    log: new LogLines(
      () => 0,
      () => undefined,
    ),
    note: {
      read: async () => disk.work,
      write: async (work) => {
        disk.work = refusing(work);
      },
      clear: async () => {
        disk.work = undefined;
      },
    },
    versions: {
      state: () => disk.state,
      freeBytes: async () => disk.free,
      unpack: async () => disk.unpacked,
      propose: (proposal) => {
        disk.next = refusing(proposal);
      },
      markHealthy: (artefactId) => {
        disk.healthy = artefactId;
      },
      tidy: async () => undefined,
    },
    ring: () => ring,
    now: () => (world.trusted ? NOW + clock.monotonicNow() - startedAt : undefined),
    pathOf: () => (disk.has ? '/artefact' : undefined),
    isQuiet: () => world.quiet,
    isWell: () => world.well,
    report: async (body) => void world.reports.push(body),
    wantsChanged: () => undefined,
    restart: () => void world.restarts++,
  });
  await agent.start();
  const run = (ms: number) => clock.advanceTo(clock.monotonicNow() + ms);
  const answers = () => world.reports.filter((body) => body.kind === 'command-answer');
  return { agent, world, run, answers, raised: () => world.faults.raised() };
}

async function command(over: { release?: Release; use?: KeyUse; deployment?: string; validForMs?: number } = {}) {
  const { release = RELEASE, use = 'release', deployment = DEPLOYMENT, validForMs = 6 * HOUR } = over;
  const signer = signers.get(use) as SigningIdentity;
  const sealed = await sealDocument('release', subjects.release(), deployment, release, signer);
  const parameters = { release: Buffer.from(sealed).toString() };
  return { id: 'c1', name: 'update', issuedAt: NOW, expiresAt: NOW + validForMs, parameters };
}

describe('an update', () => {
  it.each([
    ['signed with another use', () => command({ use: 'command' })],
    ['of another deployment', () => command({ deployment: 'elsewhere' })],
    ['without a release', async () => ({ ...(await command()), parameters: {} })],
    ['with a forged one', async () => ({ ...(await command()), parameters: { release: 'x.y.z' } })],
  ])('%s is refused', async (_what, order) => {
    const { agent } = await life(new Disk());
    expect(await agent.executor(await order())).toMatchObject({ outcome: { outcome: 'refused' } });
    expect(agent.wanted()).toEqual([]);
  });

  it('that was rolled back is refused, that runs is done, a second one at a time is refused', async () => {
    const disk = new Disk();
    const { agent } = await life(disk);
    disk.state = { bad: [RELEASE.artefactId] };
    expect(await agent.executor(await command())).toMatchObject({
      outcome: { outcome: 'refused', detail: expect.stringMatching(/^rolled back/) },
    });
    disk.state = { bad: [], current: { ...RELEASE, name: 'v' } };
    expect(await agent.executor(await command())).toMatchObject({ outcome: { outcome: 'done' } });
    disk.state = { bad: [] };
    expect(await agent.executor(await command())).toBe('later');
    expect(await agent.executor({ ...(await command()), id: 'c2' })).toMatchObject({ outcome: { outcome: 'refused' } });
  });

  it('for which there is no room, or that cannot be written down, has failed at once', async () => {
    const disk = new Disk();
    disk.free = 5000;
    const { agent } = await life(disk);
    expect(await agent.executor(await command())).toMatchObject({ outcome: { outcome: 'failed' } });
    disk.free = 10 ** 9;
    disk.refuses = true;
    expect(await agent.executor(await command())).toMatchObject({ outcome: { outcome: 'failed' } });
    expect(agent.wanted()).toEqual([]);
  });

  it('is fetched, unpacked, and tried in a gap; the new version answers', async () => {
    const disk = new Disk();
    const old = await life(disk);
    await old.agent.executor(await command());
    expect(old.agent.wanted()).toEqual([RELEASE.artefactId]);
    await old.run(60_000);
    expect(disk.next).toBeUndefined();
    disk.has = true;
    old.world.quiet = false;
    await old.run(60_000);
    expect([disk.next, old.world.restarts]).toEqual([undefined, 0]);
    old.world.quiet = true;
    await old.run(60_000);
    expect([disk.next?.name, old.world.restarts, old.answers()]).toEqual(['2.0.0-aaaaaaaa', 1, []]);
    old.agent.stop();
    // the launcher tries it
    disk.state = { bad: [], trial: { of: disk.next as Proposal, starts: 1, crashes: 0 } };
    const fresh = await life(disk, '2.0.0');
    fresh.world.well = false;
    await fresh.run(120_000);
    fresh.world.well = true;
    await fresh.run(50_000);
    // it breaks off: well for a moment is not well
    fresh.world.well = false;
    await fresh.run(10_000);
    fresh.world.well = true;
    await fresh.run(59_000);
    expect(disk.healthy).toBeUndefined();
    await fresh.run(3000);
    expect(disk.healthy).toBe(RELEASE.artefactId);
    expect(fresh.answers()).toEqual([]);
    disk.state = {
      bad: [],
      current: disk.next as Proposal,
      outcome: { ...(disk.next as Proposal), result: 'healthy' },
    };
    await fresh.run(3000);
    expect(fresh.answers()).toMatchObject([{ commandId: 'c1', outcome: 'done' }]);
    expect([disk.work, fresh.agent.wanted()]).toEqual([undefined, []]);
    await fresh.run(60_000);
    expect(fresh.answers()).toHaveLength(1);
  });

  it('that was rolled back is answered by the version that is back, also after a power cut', async () => {
    const disk = new Disk();
    disk.work = { commandId: 'c1', expiresAt: NOW + HOUR, release: RELEASE };
    const proposal = { ...RELEASE, name: 'v', commandId: 'c1' };
    disk.state = { bad: [RELEASE.artefactId], outcome: { ...proposal, result: 'rolled-back', reason: 'crashed' } };
    const { run, answers, raised } = await life(disk);
    await run(3000);
    expect(answers()).toMatchObject([{ outcome: 'failed', detail: 'rolled back: crashed' }]);
    expect(raised()).toEqual(['update-failed']);
  });

  it('expires when it does not come, or finds no gap; and not before the time is known', async () => {
    const disk = new Disk();
    const first = await life(disk);
    await first.agent.executor(await command({ validForMs: HOUR }));
    first.world.trusted = false;
    await first.run(3 * HOUR);
    expect(first.answers()).toEqual([]);
    first.world.trusted = true;
    await first.run(3000);
    expect(first.answers()).toMatchObject([{ outcome: 'expired', detail: 'it did not come in time' }]);
    const second = await life(disk);
    await second.agent.executor(await command({ validForMs: HOUR }));
    disk.has = true;
    second.world.quiet = false;
    await second.run(2 * HOUR);
    expect(second.answers()).toMatchObject([{ outcome: 'expired', detail: 'no gap in what sounds' }]);
    expect(disk.next).toBeUndefined();
  });

  it('that is broken, or finds the disk full while it is unpacked, has failed', async () => {
    for (const reason of ['broken', 'disk-full'] as const) {
      const disk = new Disk();
      disk.has = true;
      disk.unpacked = { ok: false, reason, detail: 'x' };
      const { agent, run, answers, raised } = await life(disk);
      await agent.executor(await command());
      await run(5000);
      expect(answers()).toMatchObject([{ outcome: 'failed', detail: `${reason}: x` }]);
      expect(raised()).toEqual(['update-failed']);
      expect(disk.next).toBeUndefined();
    }
  });

  it('on a disk that refuses the proposal is tried again later', async () => {
    const disk = new Disk();
    const { agent, run, world } = await life(disk);
    await agent.executor(await command());
    disk.has = true;
    disk.refuses = true;
    await run(5000);
    expect(world.restarts).toBe(0);
    disk.refuses = false;
    await run(5000);
    expect(world.restarts).toBe(1);
  });

  it('calls no other version than the one on trial well', async () => {
    const disk = new Disk();
    disk.state = { bad: [], trial: { of: { ...RELEASE, name: 'v', commandId: 'c1' }, starts: 1, crashes: 0 } };
    const { run } = await life(disk, '1.0.0');
    await run(HOUR);
    expect(disk.healthy).toBeUndefined();
  });
});
