import { newSpotCode, readSpotCode, spotCodeInGroups } from '@loa-lang/schemas/sealing/spot-code';
import type { SpotTemplate } from '@loa-lang/schemas/wire/on-the-spot';
import type { AssetItem } from '@loa-lang/schemas/wire/plan';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeLine } from '../../../support/fake-line.ts';
import { testSettings } from '../../../support/stand-in-controller.ts';
import { type VirtualDevice, VirtualWorld } from '../../../support/virtual-agent.ts';
import { broadcast, latch, plan } from '../../timeline/fixtures.ts';
import { type Card, card, honouring, template } from './spot-fixtures.ts';

const S = 1000;
const MINUTE = 60 * S;
/** What comes in at once at a microphone: sound must not be asked for in larger steps. */
const PIECE = 20;
let world: VirtualWorld;
let device: VirtualDevice;
let audio: Pick<AssetItem, 'assetId' | 'sizeBytes'>;
let revision: number;
let binh: Card;
let templates: SpotTemplate[];

beforeAll(async () => {
  binh = await card('binh');
});

beforeEach(async () => {
  world = await VirtualWorld.open();
  device = await world.device('d1');
  const { assetId, sizeBytes } = world.controller.addAsset(Buffer.alloc(20_000, 7), 3600 * S);
  audio = { assetId, sizeBytes };
  templates = [template(audio, 10 * S)];
  revision = 0;
  await world.controller.publishKeys();
  await world.controller.publishSettings('d1', testSettings(['h1']));
});

const publish = (
  broadcasts: Parameters<typeof plan>[1] = [],
  silence: Parameters<typeof plan>[2] = [],
  cards: readonly Card[] = [binh],
) =>
  world.controller.publishPlan(
    'h1',
    honouring({ ...plan('h1', broadcasts, silence, ++revision), issuedAt: now() }, cards, templates),
  );
const now = () => Math.round(world.now());
const agent = () => {
  if (device.agent === undefined) throw new Error('it is off');
  return device.agent;
};
async function enter({ code }: Card = binh): Promise<string> {
  const entered = await agent().onTheSpot.doorkeeper.enter(code);
  if (!entered.ok) throw new Error(entered.problem);
  return entered.session;
}
const start = (session: string, id = 'so-tan') => agent().onTheSpot.speak.start(session, id);
const act = (session: string) => {
  const state = agent().onTheSpot.speak.state(session);
  return state.ok ? state.act : undefined;
};
const acts = () => world.controller.bodies('local-act');
const receipts = (id?: string) =>
  world.controller.receipts(id).map((r) => `#${r.run} ${r.state}${r.reason === undefined ? '' : ` ${r.reason}`}`);

/** Holds the plan, has the audio, knows the time. */
async function ready(): Promise<void> {
  await device.boot();
  await publish();
  await world.run(5 * S);
  expect(agent().status().audio.complete).toBe(1);
}

/** The same, and then the network dies and the power goes. */
async function afterPowerCut(offForMs: number): Promise<void> {
  await ready();
  world.hub.isReachable = false;
  await device.crash();
  await world.run(offForMs, MINUTE);
  device.machineBoot = 'boot-2';
}

describe('the code on a card', () => {
  it('survives how people write it, and finds a slip of the finger', () => {
    const code = newSpotCode(() => 7);
    expect(spotCodeInGroups(code)).toMatch(/^(\d{3} ){4}\d{3}$/);
    expect(readSpotCode(` ${spotCodeInGroups(code)} `)).toBe(code);
    for (let i = 0; i < code.length; i++) {
      const slip = `${code.slice(0, i)}${(Number(code[i]) + 3) % 10}${code.slice(i + 1)}`;
      expect(readSpotCode(slip)).toBeUndefined();
    }
    expect(readSpotCode(code.slice(1))).toBeUndefined();
  });
});

describe('on the spot, with the network', () => {
  it('sounds what is prepared, says so first, and accounts for it', async () => {
    await ready();
    const session = await enter();
    const pressedAt = now();
    expect(await start(session)).toEqual({ ok: true });
    await world.run(15 * S);
    const heard = device.heardSince(pressedAt);
    expect(heard).toEqual([[400, 10_400, 0]]);
    const [began, ended] = acts();
    expect(began).toMatchObject({ credentialId: 'binh', areaId: 'h1', templateId: 'so-tan', timeBasis: 'controller' });
    expect(ended).toMatchObject({ broadcastId: began?.broadcastId, playedMs: 10_000, stopped: false });
    expect(receipts(began?.broadcastId)).toEqual(['#1 ready', '#1 started', '#1 finished']);
    const kinds = world.controller.reports.map(({ body }) => body.kind);
    expect(kinds.indexOf('local-act')).toBeLessThan(kinds.indexOf('receipt'));
    expect(act(session)).toBeUndefined();
  });

  it('is stopped by whoever stands there, and by the commune', async () => {
    await ready();
    const session = await enter();
    let pressedAt = now();
    await start(session);
    await world.run(4 * S);
    expect(act(session)).toMatchObject({ state: 'sounding', title: 'Sơ tán ngay' });
    expect(agent().onTheSpot.speak.stop(session)).toEqual({ ok: true });
    await world.run(5 * S);
    expect(device.heardSince(pressedAt)[0]?.[1]).toBeLessThan(4200);
    expect(acts().at(-1)).toMatchObject({ stopped: true });
    expect(receipts(acts()[0]?.broadcastId).at(-1)).toBe('#1 stopped cancelled');

    pressedAt = now();
    await start(session);
    await world.run(3 * S);
    const id = acts().at(-1)?.broadcastId ?? '';
    await publish([{ id, cancelledAt: now(), reason: 'enough' }]);
    await world.run(5 * S);
    expect(device.heardSince(pressedAt).at(-1)?.[1]).toBeLessThan(3500);
    expect(receipts(id).at(-1)).toBe('#1 stopped cancelled');
  });

  it('interrupts the commune’s programme and waits for its emergency', async () => {
    await ready();
    const session = await enter();
    const items: AssetItem[] = [{ kind: 'asset', part: 0, durationMs: 20 * S, language: 'vi', ...audio }];
    const startAt = now() + 2 * S;
    const endsAt = startAt + 60 * S;
    await publish([broadcast('s', { startAt, endsAt, items })]);
    await world.runTo(startAt + 5 * S);
    await start(session);
    await world.run(1 * S);
    expect(act(session)?.state).toBe('sounding');
    const emergencyAt = now() + 1 * S;
    const emergency = broadcast('e', {
      startAt: emergencyAt,
      endsAt,
      items: items.map((i) => ({ ...i, durationMs: 5 * S })),
    });
    await publish([broadcast('s', { startAt, endsAt, items }), { ...emergency, class: 'emergency' }]);
    await world.runTo(emergencyAt + 1 * S);
    expect(act(session)?.state).toBe('waiting');
    await world.runTo(emergencyAt + 20 * S);
    expect(
      device
        .heardSince(emergencyAt)
        .filter(([from]) => from >= 0)
        .slice(0, 2),
    ).toEqual([
      [0, 5000, 0],
      [5000, 15_000, 0],
    ]);
    expect(receipts('e').at(-1)).toBe('#1 finished');
  });

  it('a lock holds it down, and a muted loudspeaker stays mute', async () => {
    await ready();
    await publish([], [latch('commune', now())]);
    await world.run(2 * S);
    const session = await enter();
    expect(await start(session)).toMatchObject({ ok: false, problem: 'locked' });
    await publish();
    await world.controller.publishSettings('d1', testSettings(['h1'], { muted: true, revision: 2 }));
    await world.run(2 * S);
    expect(await start(session)).toMatchObject({ ok: false, problem: 'muted' });
    await world.run(15 * S);
    expect(device.heard).toEqual([]);
    expect(acts()).toEqual([]);
  });
});

describe('on the spot, without network and without time', () => {
  it('sounds after a power cut, by no time that anything planned could sound by', async () => {
    await afterPowerCut(3 * 3600 * S);
    await device.boot();
    await world.run(2 * S);
    expect(agent().status().time.trust).toBe('none');
    const session = await enter();
    const pressedAt = now();
    expect(await start(session)).toEqual({ ok: true });
    await world.run(25 * S);
    expect(device.heardSince(pressedAt)).toEqual([[400, 10_400, 0]]);
    expect(act(session)).toBeUndefined();

    // the link comes back: what happened is told, and when
    world.hub.isReachable = true;
    await world.run(20 * S);
    const last = acts().at(-1);
    expect(last).toMatchObject({ timeBasis: 'controller' });
    // by the first exchange alone
    expect(Math.abs((last?.startAt ?? 0) - pressedAt - 400)).toBeLessThan(100);
    // how it ended is not forgotten over that
    expect(last).toMatchObject({ playedMs: 10_000, stopped: false });
    expect(Math.abs((last?.endedAt ?? 0) - (last?.startAt ?? 0) - 10_000)).toBeLessThan(20);
    expect(receipts(last?.broadcastId).at(-1)).toBe('#1 finished');
    expect(device.heardSince(pressedAt)).toHaveLength(1);
  });

  it('goes on without a seam when the time comes in the middle', async () => {
    await afterPowerCut(3 * 3600 * S);
    await device.boot();
    await world.run(2 * S);
    const session = await enter();
    const pressedAt = now();
    await start(session);
    await world.run(4 * S);
    world.hub.isReachable = true;
    await world.run(20 * S);
    // one stretch; its end is by the time as the last exchanges have it, half a round trip better than the first
    expect(device.heardSince(pressedAt)).toEqual([[400, expect.any(Number), 0]]);
    expect(Math.abs((device.heardSince(pressedAt)[0]?.[1] ?? 0) - 10_400)).toBeLessThan(100);
    expect(receipts(acts()[0]?.broadcastId)).toEqual(['#1 ready', '#1 started', '#1 finished']);
    expect(acts().map((body) => body.timeBasis)).toEqual(['last-known', 'controller', 'controller']);
    const startedAt = world.controller.receipts(acts()[0]?.broadcastId).at(-1)?.startedAt ?? 0;
    expect(Math.abs(startedAt - pressedAt - 400)).toBeLessThan(100);
  });

  it('killed in mid-play it goes on where it would be, and no position twice', async () => {
    await afterPowerCut(600 * S);
    await device.boot();
    const session = await enter();
    const pressedAt = now();
    await start(session);
    await world.run(5 * S);
    await device.crash();
    await world.run(1 * S);
    await device.boot();
    await world.run(15 * S);
    const heard = device.heardSince(pressedAt);
    expect(heard).toHaveLength(2);
    const [first, second] = heard;
    expect(second?.[2]).toBeGreaterThanOrEqual((first?.[2] ?? 0) + (first?.[1] ?? 0) - (first?.[0] ?? 0));
    expect(Math.abs((second?.[0] ?? 0) - 400 - (second?.[2] ?? 0))).toBeLessThan(20);
    expect(second?.[1]).toBe(10_400);
  });

  it('is over when the machine was switched off in the middle', async () => {
    await afterPowerCut(600 * S);
    await device.boot();
    const session = await enter();
    await start(session);
    await world.run(5 * S);
    await device.crash();
    device.machineBoot = 'boot-3';
    const before = device.heard.length;
    await device.boot();
    await world.run(30 * S);
    expect(device.heard).toHaveLength(before);
    // what became of it is told when that can be said, and not as if it had lasted until then
    world.hub.isReachable = true;
    await world.run(70 * MINUTE, 5 * MINUTE);
    const last = acts().at(-1);
    expect(receipts(last?.broadcastId).at(-1)).toBe('#1 partial power-lost');
    expect(last?.endedAt).toBeLessThanOrEqual(last?.endsAt ?? 0);
  });

  it('a lock that is on the disk holds without time, too', async () => {
    await ready();
    await publish([], [latch('commune', now())]);
    await world.run(2 * S);
    world.hub.isReachable = false;
    await device.crash();
    await world.run(600 * S, MINUTE);
    device.machineBoot = 'boot-2';
    await device.boot();
    expect(await start(await enter())).toMatchObject({ problem: 'locked' });
  });
});

describe('who may', () => {
  it('an expired card, one that is not valid yet and one that was taken back open nothing', async () => {
    const over = await card('over', { notAfter: now() });
    const later = await card('later', { notBefore: now() + 3600 * S });
    await ready();
    await publish([], [], [binh, over, later]);
    await world.run(2 * S);
    await expect(enter(over)).rejects.toThrow('card-over');
    await expect(enter(later)).rejects.toThrow('card-not-yet');
    const session = await enter();
    await publish([], [], [later]);
    await world.run(2 * S);
    expect(await start(session)).toMatchObject({ problem: 'session-over' });
    await expect(enter()).rejects.toThrow('code-wrong');
  });

  it('wrong codes make everybody wait, longer each time, also when the plug is pulled', async () => {
    await ready();
    const wrong = await card('wrong');
    const attempt = () => agent().onTheSpot.doorkeeper.enter(wrong.code);
    for (let i = 0; i < 4; i++) expect(await attempt()).toEqual({ ok: false, problem: 'code-wrong' });
    expect(await attempt()).toEqual({ ok: false, problem: 'code-wrong', retryAfterMs: 30_000 });
    await expect(enter()).rejects.toThrow('code-wait');
    await world.run(1 * S);
    expect(world.controller.bodies('fault').map(({ code }) => code)).toContain('code-attempts');
    await device.crash();
    await device.boot();
    await expect(enter()).rejects.toThrow('code-wait');
    await world.run(31 * S, 5 * S);
    expect(await attempt()).toMatchObject({ problem: 'code-wrong', retryAfterMs: 60_000 });
    await world.run(61 * S, 5 * S);
    await enter();
    expect(await attempt()).toEqual({ ok: false, problem: 'code-wrong' });
  });

  it('what cannot be written down does not sound', async () => {
    await ready();
    const session = await enter();
    device.home.diskIsFull = true;
    expect(await start(session)).toMatchObject({ problem: 'disk-failed' });
    await world.run(15 * S);
    expect(device.heard).toEqual([]);
    device.home.diskIsFull = false;
    expect(await start(session)).toEqual({ ok: true });
    await world.run(1 * S);
    expect(act(session)?.state).toBe('sounding');
  });

  it('a telephone that lies there with the page open is asked for the code again, unless something sounds', async () => {
    templates = [template(audio, 12 * MINUTE)];
    await ready();
    const session = await enter();
    const lies = async (minutes: number) => {
      for (let i = 0; i < minutes; i++) {
        await world.run(MINUTE, MINUTE);
        agent().onTheSpot.speak.state(session);
      }
    };
    await start(session);
    await lies(11);
    expect(act(session)?.state).toBe('sounding');
    await lies(12);
    expect(agent().onTheSpot.speak.state(session)).toMatchObject({ problem: 'session-over' });
  });

  it('starts only so often, also over a restart', async () => {
    await ready();
    let session = await enter();
    for (let i = 0; i < 4; i++) {
      expect(await start(session)).toEqual({ ok: true });
      expect(await start(session)).toMatchObject({ problem: 'busy' });
      agent().onTheSpot.speak.stop(session);
      await world.run(1 * S);
    }
    expect(await start(session)).toMatchObject({ problem: 'too-often' });
    await device.crash();
    await device.boot();
    session = await enter();
    expect(await start(session)).toMatchObject({ problem: 'too-often' });
  });
});

describe('the microphone at the device', () => {
  let lan: Card;
  beforeAll(async () => {
    lan = await card('lan', { mayUse: ['microphone'] });
  });
  const speak = (session: string, patience = 100) => {
    const answer = agent().onTheSpot.speak.speak(session);
    // the sound card answers in its own time
    return world.run(patience, PIECE).then(() => answer);
  };
  async function plugged(): Promise<string> {
    device.aux = new FakeLine();
    await device.boot();
    await publish([], [], [binh, lan]);
    await world.run(5 * S);
    return enter(lan);
  }

  it('is heard while it is open, and closed when it is stopped', async () => {
    const session = await plugged();
    expect(device.aux?.open).toBe(0);
    const pressedAt = now();
    expect(await speak(session)).toEqual({ ok: true });
    await world.run(3 * S, PIECE);
    expect(act(session)).toMatchObject({ source: 'microphone', state: 'sounding' });
    agent().onTheSpot.speak.stop(session);
    await world.run(12 * S);
    const [[from = 0, to = 0] = [], ...more] = device.heardSince(pressedAt);
    expect(more).toEqual([]);
    expect(from).toBeLessThan(700);
    expect(Math.abs(to - 3100)).toBeLessThan(120);
    expect(device.aux?.open).toBe(0);
    const [began, ended] = acts();
    expect(began).toMatchObject({ class: 'live', source: 'microphone', items: [{ kind: 'stream' }] });
    expect(ended?.playedMs).toBeGreaterThan(2000);
    expect(receipts(began?.broadcastId).at(-1)).toBe('#1 stopped cancelled');
  });

  it('waits behind the commune’s programme, and says how long', async () => {
    const session = await plugged();
    const startAt = now() + 2 * S;
    const items: AssetItem[] = [{ kind: 'asset', part: 0, durationMs: 20 * S, language: 'vi', ...audio }];
    await publish([broadcast('s', { startAt, endsAt: startAt + 60 * S, items })], [], [lan]);
    await world.runTo(startAt + 5 * S);
    expect(await speak(session)).toEqual({ ok: true });
    await world.run(1 * S);
    expect(act(session)).toMatchObject({ state: 'waiting' });
    expect(Math.abs((act(session)?.beginsInMs ?? 0) - 13_900)).toBeLessThan(200);
    await world.run(20 * S);
    expect(act(session)).toMatchObject({ state: 'sounding' });
    const [whole] = device.heardSince(startAt);
    expect(whole).toEqual([0, 20_000, 0]);
  });

  it('lasts fifteen minutes at most, and ends when nothing comes in any more', async () => {
    const session = await plugged();
    expect(await speak(session)).toEqual({ ok: true });
    await world.run(2 * S);
    if (device.aux !== undefined) device.aux.isPulled = true;
    await world.run(8 * S);
    expect(act(session)).toBeUndefined();
    expect(await speak(session, 2 * S)).toMatchObject({ ok: false, problem: 'microphone-silent' });
    if (device.aux !== undefined) device.aux.isPulled = false;
    expect(await speak(session)).toEqual({ ok: true });
    expect(act(session)?.lengthMs).toBe(15 * MINUTE);
    expect(acts().at(-1)?.items).toMatchObject([{ kind: 'stream', durationMs: 15 * MINUTE }]);
  });

  it('is opened again after a crash, and not after the machine was switched off', async () => {
    let session = await plugged();
    await speak(session);
    await world.run(3 * S);
    await device.crash();
    await device.boot();
    await world.run(5 * S);
    session = await enter(lan);
    expect(act(session)).toMatchObject({ state: 'sounding' });
    await device.crash();
    device.machineBoot = 'boot-2';
    device.aux = new FakeLine();
    await device.boot();
    await world.run(30 * S);
    session = await enter(lan);
    expect(act(session)).toBeUndefined();
    expect(device.aux.opened).toBe(0);
    expect(await speak(session)).toEqual({ ok: true });
  });

  it('is for cards that allow it, where there is a socket', async () => {
    const session = await plugged();
    expect(await start(session)).toMatchObject({ problem: 'not-allowed' });
    expect(await speak(await enter(binh))).toMatchObject({ problem: 'not-allowed' });
    await device.crash();
    device.aux = undefined;
    await device.boot();
    expect(await speak(await enter(lan))).toMatchObject({ problem: 'no-microphone' });
  });

  it('a key that is turned speaks with the card of its cabinet', async () => {
    const session = await plugged();
    expect(await agent().onTheSpot.speak.speakWithCard('binh')).toMatchObject({ problem: 'not-allowed' });
    expect(await agent().onTheSpot.speak.speakWithCard('nobodys')).toMatchObject({ problem: 'card-over' });
    const turned = agent().onTheSpot.speak.speakWithCard('lan');
    await world.run(2 * S);
    expect(await turned).toEqual({ ok: true });
    expect(act(session)).toMatchObject({ state: 'sounding' });
    agent().onTheSpot.speak.stopMicrophone('binh');
    expect(act(session)).toMatchObject({ state: 'sounding' });
    // turned back while the program is started anew, and before it knows the time
    await device.crash();
    world.hub.isReachable = false;
    device.aux = new FakeLine();
    await device.boot();
    agent().onTheSpot.speak.stopMicrophone('lan');
    world.hub.isReachable = true;
    await world.run(10 * S);
    expect(act(await enter(lan))).toBeUndefined();
    expect(device.aux.opened).toBe(0);
  });
});
