import {
  itemsOfTemplate,
  LOCAL_PLAN_ID,
  type LocalActState,
  lengthOfAct,
  planOfActs,
} from '@loa-lang/device-agent/domain/local-act';
import { IdSchema } from '@loa-lang/schemas/ids';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { asset, item } from '../../timeline/fixtures.ts';

const MINUTE = 60_000;
const version = (language: string, minutes: number, id = 1) => ({
  ...{ assetId: asset(id), sizeBytes: 1000, durationMs: minutes * MINUTE, language },
});
const act = (over: Partial<LocalActState> = {}): LocalActState => ({
  ...{ broadcastId: 'spot-1', credentialId: 'card', areaId: 'h1', source: 'template', title: 'Sơ tán' },
  ...{ class: 'emergency', items: [item(MINUTE)], gainDb: 6, startAt: 1000, startedAtMs: 0, machineBoot: 'b' },
  ...{ isDated: true, stoppedAfterMs: undefined },
  ...over,
});

describe('what a template becomes', () => {
  it('is read as often as it says, in the language of the device', () => {
    const items = itemsOfTemplate({ readings: 3, versions: [version('vi', 1, 1), version('tay', 2, 2)] });
    expect(items).toHaveLength(6);
    expect(lengthOfAct({ items }, ['vi'])).toBe(3 * MINUTE);
    expect(lengthOfAct({ items }, ['tay', 'vi'])).toBe(6 * MINUTE);
  });

  it.each([
    [4, 3],
    [6, 2],
    [15, 1],
    [20, 1],
  ])('of %i minutes it is read %i times: an act has fifteen', (minutes, times) => {
    expect(itemsOfTemplate({ readings: 3, versions: [version('vi', minutes)] })).toHaveLength(times);
  });
});

describe('the plan of acts', () => {
  it('is that of no area', () => {
    expect(Value.Check(IdSchema, LOCAL_PLAN_ID)).toBe(false);
    expect(planOfActs([act()]).areaId).toBe(LOCAL_PLAN_ID);
  });

  it('has what was stopped twice: what it was, and until when', () => {
    const { broadcasts } = planOfActs([act({ stoppedAfterMs: 500 })]);
    expect(broadcasts).toMatchObject([
      { id: 'spot-1', cancelledAt: 1500 },
      { id: 'spot-1', version: 1, level: 'hamlet', class: 'emergency', volumeRule: { gainDb: 6 } },
    ]);
  });

  it('what a voice said is not said again, what was prepared is', () => {
    const kinds = planOfActs([act(), act({ broadcastId: 'spot-2', source: 'microphone' })]).broadcasts;
    expect(kinds).toMatchObject([{ onInterrupted: 'restart' }, { onInterrupted: 'cut' }]);
  });
});
