/** What goes dark together is one, and what does not is not. */
import { IncidentPicture } from '@loa-lang/controller/domain/incidents/incident-picture';
import type { DeviceRow } from '@loa-lang/controller/domain/incidents/watched-device';
import { describe, expect, it } from 'vitest';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const START = Date.parse('2026-03-02T07:00:00+07:00');

class Stage {
  readonly rows = new Map<string, DeviceRow>();
  picture: IncidentPicture;
  now = START;
  notBefore = -Infinity;
  unpowered = new Set<string>();

  /** @param sizes devices of each hamlet */
  constructor(sizes: Record<string, number>) {
    for (const [hamletId, size] of Object.entries(sizes)) {
      for (let n = 1; n <= size; n++) {
        this.rows.set(`${hamletId}${n}`, {
          ...{ deviceId: `${hamletId}${n}`, clusterId: `c${n}`, hamletId, hamletName: hamletId, communeId: 'xa' },
          ...{ online: true, onlineSince: START - MINUTE, offlineSince: undefined, saidGoodbye: false },
          ...{ health: undefined, healthAt: undefined },
        });
      }
    }
    this.picture = new IncidentPicture([], [...this.rows.values()]);
  }

  set(id: string, over: Partial<DeviceRow>): void {
    const row = { ...(this.rows.get(id) as DeviceRow), ...over };
    this.rows.set(id, row);
    this.picture.take([row]);
  }
  lose = (id: string, more: Partial<DeviceRow> = {}) =>
    this.set(id, { online: false, offlineSince: this.now, ...more });
  bring = (id: string) =>
    this.set(id, { online: true, onlineSince: this.now, offlineSince: undefined, saidGoodbye: false });
  battery = (id: string) =>
    this.set(id, {
      health: { uptimeMs: 1e9, agentVersion: '1', at: this.now, supply: { source: 'battery' } },
      healthAt: this.now,
    });

  /** what is wrong after so long, `kind subject`, and `<area` where that explains it */
  after(ms: number): string[] {
    const end = this.now + ms;
    let wrongs = this.look();
    while (this.now < end) {
      this.now = Math.min(end, this.now + 5 * SECOND);
      wrongs = this.look();
    }
    return wrongs;
  }

  look = () =>
    this.picture
      .look(this.now, this.notBefore, this.unpowered)
      .map(
        ({ kind, subject, explainedBy }) => `${kind} ${subject}${explainedBy === undefined ? '' : ` <${explainedBy}`}`,
      )
      .sort();
}

it('one device is one incident, after its grace and not before, until it has been back for a minute', () => {
  const stage = new Stage({ a: 3, b: 1 });
  stage.lose('a1');
  expect(stage.after(44 * SECOND)).toEqual([]);
  expect(stage.after(6 * SECOND)).toEqual(['device-offline a1']);
  stage.bring('a1');
  expect(stage.after(55 * SECOND)).toEqual(['device-offline a1']);
  expect(stage.after(10 * SECOND)).toEqual([]);
});

it('who says goodbye has two minutes', () => {
  const stage = new Stage({ a: 1 });
  stage.lose('a1', { saidGoodbye: true });
  expect(stage.after(115 * SECOND)).toEqual([]);
  expect(stage.after(10 * SECOND)).toEqual(['device-offline a1']);
});

it('nobody is lost before those who return after the broker could be back', () => {
  const stage = new Stage({ a: 1 });
  stage.notBefore = START + 90 * SECOND;
  stage.lose('a1');
  expect(stage.after(85 * SECOND)).toEqual([]);
  expect(stage.after(10 * SECOND)).toEqual(['device-offline a1']);
});

describe('a power cut', () => {
  it('in a hamlet is one incident that explains the others, also of one that is noticed late', () => {
    const stage = new Stage({ a: 3, b: 1 });
    stage.lose('a1');
    stage.after(20 * SECOND);
    stage.lose('a2');
    expect(stage.after(30 * SECOND)).toEqual(['area-offline a', 'device-offline a1 <a']);
    stage.lose('a3');
    const all = ['area-offline a', 'device-offline a1 <a', 'device-offline a2 <a', 'device-offline a3 <a'];
    expect(stage.after(60 * SECOND)).toEqual(all);
  });

  it('ends with the last that is back; who stays behind is an incident of its own ten minutes later', () => {
    const stage = new Stage({ a: 3 });
    for (const id of ['a1', 'a2', 'a3']) stage.lose(id);
    stage.after(MINUTE);
    stage.bring('a1');
    stage.bring('a2');
    expect(stage.after(10 * MINUTE)).toEqual(['area-offline a', 'device-offline a3 <a']);
    expect(stage.after(2 * MINUTE)).toEqual(['device-offline a3']);
    stage.bring('a3');
    expect(stage.after(3 * MINUTE)).toEqual([]);
  });

  it('that most stay without is still one after others are back', () => {
    const stage = new Stage({ a: 4 });
    for (const id of ['a1', 'a2', 'a3', 'a4']) stage.lose(id);
    stage.after(MINUTE);
    stage.bring('a1');
    expect(stage.after(30 * MINUTE)[0]).toBe('area-offline a');
  });

  it('in several hamlets is one of the commune; two poles in two hamlets may be chance', () => {
    const stage = new Stage({ a: 2, b: 1, c: 3 });
    for (const id of ['a1', 'a2', 'b1']) stage.lose(id);
    expect(stage.after(MINUTE)[0]).toBe('area-offline xa');
    const two = new Stage({ a: 1, b: 1, c: 3 });
    two.lose('a1');
    two.lose('b1');
    expect(two.after(MINUTE)).toEqual(['device-offline a1', 'device-offline b1']);
  });

  it('that was announced is one of each hamlet, and none of the commune', () => {
    const stage = new Stage({ a: 2, b: 2, c: 3 });
    stage.unpowered = new Set(['a', 'b']);
    for (const id of ['a1', 'a2', 'b1', 'b2']) stage.lose(id);
    expect(stage.after(MINUTE).filter((wrong) => wrong.startsWith('area'))).toEqual([
      'area-offline a',
      'area-offline b',
    ]);
  });

  it('is told by batteries too: whose power went at the same time goes dark for the same reason hours later', () => {
    const stage = new Stage({ a: 2 });
    stage.battery('a1');
    stage.lose('a2');
    expect(stage.after(70 * SECOND)).toEqual(['area-offline a', 'device-offline a2 <a', 'mains-lost a1 <a']);
    stage.after(3 * 60 * MINUTE);
    stage.lose('a1');
    expect(stage.after(MINUTE)).toEqual([
      ...['area-offline a', 'device-offline a1 <a', 'device-offline a2 <a', 'mains-lost a1 <a'],
    ]);
  });

  it('that batteries carry is the loss of mains of the hamlet, until the first goes dark for good', () => {
    const stage = new Stage({ a: 2 });
    stage.battery('a1');
    stage.battery('a2');
    expect(stage.after(70 * SECOND)).toEqual(['mains-lost a', 'mains-lost a1 <a', 'mains-lost a2 <a']);
    stage.lose('a1');
    expect(stage.after(20 * SECOND)[0]).toBe('mains-lost a');
    expect(stage.after(40 * SECOND)[0]).toBe('area-offline a');
  });
});

describe('chance', () => {
  it('is two devices of a large hamlet, or two that go ten minutes apart', () => {
    const large = new Stage({ a: 5 });
    large.lose('a1');
    large.lose('a2');
    expect(large.after(MINUTE)).toEqual(['device-offline a1', 'device-offline a2']);
    const apart = new Stage({ a: 2 });
    apart.lose('a1');
    apart.after(10 * MINUTE);
    apart.lose('a2');
    expect(apart.after(MINUTE)).toEqual(['device-offline a1', 'device-offline a2']);
  });

  it('is a neighbour that is reset for a moment after somebody was called for the first', () => {
    const stage = new Stage({ a: 2 });
    stage.lose('a1');
    stage.after(50 * SECOND);
    stage.lose('a2');
    expect(stage.after(20 * SECOND)).toEqual(['device-offline a1']);
  });
});

it('whoever takes over knows what is open, what explains it, and when it was raised', () => {
  const stage = new Stage({ a: 3 });
  for (const id of ['a1', 'a2', 'a3']) stage.lose(id);
  const before = stage.after(MINUTE);
  const booked = (kind: 'device-offline' | 'area-offline', subject: string, explainedBy?: string) => ({
    ...{ kind, subject, explainedBy, raisedAt: START, reopened: 0 },
  });
  stage.picture = new IncidentPicture(
    [booked('area-offline', 'a'), ...['a1', 'a2', 'a3'].map((id) => booked('device-offline', id, 'a'))],
    [...stage.rows.values()],
  );
  expect(stage.look()).toEqual(before);
  stage.bring('a1');
  stage.bring('a2');
  expect(stage.after(12 * MINUTE)).toEqual(['device-offline a3']);
});
