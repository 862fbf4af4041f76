import { expect, it } from 'vitest';
import { dayOf, IDLE } from '../../bench/wire-cost/day.ts';
import { ipBytes, parseSockets } from '../../bench/wire-cost/socket-counts.ts';
import { joined, type Passage } from '../../bench/wire-cost/wire-meter.ts';

it('reads what ss prints of a connection; a ping and its answer are 204 bytes', () => {
  const before =
    '0      0      127.0.0.1:51034 127.0.0.1:8883 bbr wscale:10,10 mss:1448 bytes_sent:100 bytes_acked:101 bytes_received:200 segs_out:4 segs_in:3 data_segs_out:1';
  const after = before
    .replace('sent:100', 'sent:124')
    .replace('received:200', 'received:224')
    .replace('segs_out:4', 'segs_out:6')
    .replace('segs_in:3', 'segs_in:4');
  const [first, second] = [parseSockets(before), parseSockets(after)].flat();
  if (first === undefined || second === undefined) throw new Error('not read');
  expect(first).toEqual({
    local: '127.0.0.1:51034',
    sentBytes: 100,
    receivedBytes: 200,
    segmentsOut: 4,
    segmentsIn: 3,
  });
  expect(ipBytes(second) - ipBytes(first)).toBe(204);
  expect(parseSockets('')).toEqual([]);
});

it('what passes without a pause is one exchange', () => {
  const passage = (at: number): Passage => ({ at, ipBytes: 10, payloadBytes: 1, segments: 1, opened: false });
  const [first, second, third] = joined([0, 400, 800, 5000, 30_000].map(passage));
  expect(first).toMatchObject({ at: 0, until: 800, ipBytes: 30, segments: 3 });
  expect([second?.ipBytes, third?.at]).toEqual([10, 30_000]);
});

it('a day is the sum of its parts, and whatever is said spares half a ping', () => {
  const parts = {
    ping: 200,
    sync: 1800,
    health: 1200,
    reconnect: 20_000,
    plan: 700,
    audioByte: 1.1,
    broadcast: 6000,
    soundingSecond: 10,
    liveSecond: 6000,
  };
  const habits = { syncEverySeconds: 900, reconnectsADay: 1, plansADay: 2 };
  const idle = dayOf(parts, habits, IDLE);
  expect(idle).toMatchObject({
    pings: 200 * (2880 - 48),
    syncs: 96 * 1800,
    health: 49 * 1200,
    reconnects: 20_000,
    plans: 1400,
    audio: 0,
    live: 0,
  });
  expect(idle.total).toBe(566_400 + 172_800 + 58_800 + 20_000 + 1400);
  const busy = dayOf(parts, habits, { broadcasts: 2, soundSeconds: 100, audioBytes: 1000, liveSeconds: 60 });
  expect(busy).toMatchObject({ audio: 1100, broadcasts: 13_000, live: 360_000 });
});
