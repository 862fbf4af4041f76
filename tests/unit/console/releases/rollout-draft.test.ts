/** What is sent of a rollout that somebody has chosen, and what runs where. */
import { CHOSEN, newDraft, soakOf, wishOf } from '@loa-lang/controller/console/releases/rollout-draft';
import { byGroup } from '@loa-lang/controller/console/releases/rollout-groups';
import { runningVersions } from '@loa-lang/controller/console/releases/running-versions';
import { describe, expect, it } from 'vitest';

const draft = { ...newDraft('r', 'xa'), firstClusterId: 'c1' };

describe('a rollout that is chosen', () => {
  it('is sent without the hours that the controller has anyway', () => {
    expect(wishOf(draft)).toEqual({ releaseId: 'r', areaId: 'xa', firstClusterId: 'c1', soakMinutes: 30 });
    expect(wishOf({ ...draft, hours: 'any' })?.hours).toBe('any');
    expect(wishOf({ ...draft, hours: 'between', from: '22:00', until: '04:00' })?.hours).toEqual({
      ...{ from: '22:00', until: '04:00' },
    });
  });

  it('is not whole without a first one, which is one of those that are chosen', () => {
    expect(wishOf({ ...draft, firstClusterId: '' })).toBeUndefined();
    expect(wishOf({ ...draft, where: CHOSEN, clusterIds: ['c2'] })).toBeUndefined();
    expect(wishOf({ ...draft, where: CHOSEN, clusterIds: ['c1', 'c2'] })).toMatchObject({ clusterIds: ['c1', 'c2'] });
    expect(wishOf({ ...draft, hours: 'between', from: '07:00', until: '07:00' })).toBeUndefined();
  });

  it.each([
    ['30', 30],
    [' 1 ', 1],
    ['20160', 20_160],
    ['20161', undefined],
    ['0', undefined],
    ['1.5', undefined],
    ['', undefined],
    ['nửa giờ', undefined],
  ])('watches the first one for %j minutes: %j', (typed, minutes) => expect(soakOf(typed)).toBe(minutes));
});

describe('versions that run', () => {
  it('are counted where a device hangs, newest first, 1.10 after 1.9, what is not known last', () => {
    const device = (clusterId: string | undefined, agentVersion?: string, revokedAt?: string) => ({
      ...(clusterId !== undefined && { clusterId }),
      ...(agentVersion !== undefined && { agentVersion }),
      ...(revokedAt !== undefined && { revokedAt }),
    });
    const devices = [
      device('a', '1.9.0'),
      device('b'),
      device('c', '1.10.0'),
      device('d', '1.9.0'),
      device(undefined, '1.11.0'),
      device('e', '1.11.0', '2026-01-01T00:00:00Z'),
    ];
    expect(runningVersions(devices)).toEqual([
      { version: '1.10.0', count: 1 },
      { version: '1.9.0', count: 2 },
      { version: undefined, count: 1 },
    ]);
  });

  it('and states of a rollout come together as people tell them apart', () => {
    expect(byGroup({ ordered: 1, downloading: 2, installed: 3, 'rolled-back': 1, failed: 1, healthy: 4 })).toEqual({
      ...{ failed: 2, underWay: 6, waiting: 0, healthy: 4, skipped: 0 },
    });
  });
});
