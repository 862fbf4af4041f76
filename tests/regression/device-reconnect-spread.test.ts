/** All devices reconnect at once (mosquitto#1035). Ours return spread over at least 30 s, one that is alone soon. */
import { MqttLink } from '@loa-lang/device-agent/adapters/mqtt/mqtt-link';
import {
  afterFailedDial,
  afterLoss,
  causeOf,
  DEFAULT_RECONNECT_SPREAD_MS,
  DEFAULT_REDIAL_POLICY,
  type LossCause,
  NO_HISTORY,
  redialDelayMs,
} from '@loa-lang/device-agent/adapters/mqtt/redial-delay';
import type { Clock } from '@loa-lang/device-agent/ports/clock';
import { describe, expect, it } from 'vitest';
import { startAedes } from '../contract/link/bare-aedes.ts';
import { eventually } from '../support/eventually.ts';
import { FaultProxy } from '../support/proxy.ts';
import { seededRandom } from '../support/seeded-random.ts';

const policy = DEFAULT_REDIAL_POLICY;
const spreadMs = DEFAULT_RECONNECT_SPREAD_MS;

/** Instants at which 200 devices are back when the broker vanished at 0 and took connections again at `downMs`. */
function returnsOf200(downMs: number, noticed: LossCause, seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: 200 }, () => {
    let history = afterLoss(NO_HISTORY, 3_600_000, noticed, policy);
    let now = redialDelayMs(history, spreadMs, policy, random());
    while (now < downMs) {
      history = afterFailedDial(history, 'remote');
      now += redialDelayMs(history, spreadMs, policy, random());
    }
    return now;
  });
}

const busiestSecond = (instants: readonly number[]): number => {
  const seconds = new Map<number, number>();
  for (const at of instants) seconds.set(Math.floor(at / 1000), (seconds.get(Math.floor(at / 1000)) ?? 0) + 1);
  return Math.max(...seconds.values());
};

describe('200 devices that lose their broker in the same moment', () => {
  for (const downMs of [0, 1000, 5000, 20_000, 60_000, 600_000]) {
    it(`down for ${downMs / 1000} s: back over at least 30 s, never more than a tenth in one second`, () => {
      for (let seed = 1; seed <= 20; seed += 1) {
        const back = returnsOf200(downMs, 'remote', seed);
        expect(Math.max(...back) - Math.min(...back)).toBeGreaterThanOrEqual(30_000);
        expect(busiestSecond(back)).toBeLessThanOrEqual(20);
        expect(Math.max(...back)).toBeLessThan(downMs + 2 * spreadMs);
      }
    });
  }

  it('also when they noticed by silence first and were refused then', () => {
    const back = returnsOf200(20_000, 'local', 1);
    expect(Math.max(...back) - Math.min(...back)).toBeGreaterThanOrEqual(30_000);
    expect(busiestSecond(back)).toBeLessThanOrEqual(20);
  });
});

describe('one device alone', () => {
  it('is back within a second of a network that returned', () => {
    const history = afterLoss(NO_HISTORY, 3_600_000, 'local', policy);
    expect(redialDelayMs(history, spreadMs, policy, 1)).toBeLessThanOrEqual(1000);
  });

  it('backs off to a minute and no further, and begins anew after a stable connection', () => {
    let history = NO_HISTORY;
    const longest = Array.from({ length: 200 }, () => {
      history = afterFailedDial(history, 'local');
      return redialDelayMs(history, spreadMs, policy, 1);
    });
    expect(longest.slice(0, 7)).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(Math.max(...longest)).toBe(60_000);
    history = afterLoss(history, 59_000, 'local', policy);
    expect(redialDelayMs(history, spreadMs, policy, 1)).toBe(60_000);
    history = afterLoss(history, 60_000, 'local', policy);
    expect(redialDelayMs(history, spreadMs, policy, 1)).toBe(1000);
  });

  it('tells by the error how a connection ended', () => {
    const coded = (code: unknown): Error => Object.assign(new Error('x'), { code });
    expect([undefined, coded('ECONNRESET'), coded('ECONNREFUSED'), coded(3)].map(causeOf)).toEqual(
      Array(4).fill('remote'),
    );
    const local = [
      coded('ENETUNREACH'),
      coded('ENOTFOUND'),
      coded('ETIMEDOUT'),
      new Error('Keepalive timeout'),
      coded(5),
    ];
    expect(local.map(causeOf)).toEqual(Array(5).fill('local'));
  });
});

it('the link waits as the rule says, by its own clock', async () => {
  const broker = await startAedes();
  const proxy = new FaultProxy({ target: { host: '127.0.0.1', port: broker.port } });
  await proxy.start();
  let now = 1_000_000;
  const waits: number[] = [];
  const calls: (() => void)[] = [];
  const clock: Clock = {
    monotonicNow: () => now,
    wallNow: () => 0,
    hasBatteryClock: false,
    at(instant, call) {
      waits.push(instant - now);
      calls.push(call);
      return { cancel: () => undefined };
    },
  };
  const link = new MqttLink({ url: proxy.url, clientId: 'device-alone', random: () => 0.5 }, clock);
  try {
    const dialAgain = async (): Promise<void> => {
      calls.splice(0).at(-1)?.();
      await eventually('it is back', () => link.connected);
    };
    const lose = async (act: () => void): Promise<void> => {
      const before = waits.length;
      act();
      await eventually('it waits', () => waits.length > before);
    };
    await link.start();
    await eventually('it connects', () => link.connected);
    now += 61_000;
    await lose(() => proxy.cut());
    expect(waits).toEqual([20_000]);
    await dialAgain();
    link.reconnectSpreadMs = 90_000;
    now += 61_000;
    await lose(() => proxy.cut());
    expect(waits.slice(1)).toEqual([45_000]);
    await dialAgain();
    await lose(() => link.reconnect());
    expect(waits.slice(2)).toEqual([0]);
    await dialAgain();
  } finally {
    await link.stop();
    await proxy.stop();
    await broker.stop();
  }
});
