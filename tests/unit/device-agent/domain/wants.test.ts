import { askAgainMs, askSpreadMs } from '@loa-lang/device-agent/domain/want-timing';
import { wantedAssets } from '@loa-lang/device-agent/domain/wanted-assets';
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import { describe, expect, it } from 'vitest';
import { asset, broadcast, item, plan, T0 } from '../../timeline/fixtures.ts';

describe('when to ask for audio', () => {
  it('the delay grows with the audience, within bounds', () => {
    expect(askSpreadMs(1, undefined)).toBeLessThan(askSpreadMs(200, undefined));
    expect(askSpreadMs(1_000_000, undefined)).toBeLessThanOrEqual(10_000);
  });

  it('what is needed soon is asked for sooner', () => {
    expect(askSpreadMs(5000, 4000)).toBeLessThanOrEqual(500);
    expect(askSpreadMs(5000, -1)).toBeGreaterThan(0);
  });

  it('asks less and less often when nobody answers', () => {
    const delays = [1, 2, 3, 8, 100].map((asks) => askAgainMs(asks, 0, 0.5));
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(delays.at(-1)).toBeLessThanOrEqual(75_000);
  });
});

describe('what is wanted', () => {
  const plans = [
    {
      ...plan('h', [
        broadcast('over', { items: [item(1000, 0, 'vi', 1)], startAt: T0 - 60_000 }),
        broadcast('soon', { items: [item(1000, 0, 'vi', 2), item(1000, 0, 'tay', 3)], startAt: T0 + 5000 }),
        broadcast('later', { items: [item(1000, 0, 'vi', 2)], startAt: T0 + 50_000 }),
        broadcast('others', { items: [item(1000, 0, 'vi', 4)], targets: { only: ['x'] } }),
      ]),
      keepAssets: [{ assetId: asset(9), sizeBytes: 1 }],
    },
  ];

  it('is the audio this device will play, by its first need, and what is to be kept', () => {
    const window = { from: T0 - 3_600_000, to: T0 + 3_600_000 };
    const { runs } = timeline({ plans, clusterId: 'c', languages: ['vi'], muted: false, ...window });
    expect([...wantedAssets(runs, plans, T0)]).toEqual([
      [asset(2), T0 + 5000],
      [asset(9), undefined],
    ]);
  });
});
