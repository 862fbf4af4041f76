/** A relay that comes in and does not go out is not called on air. */
import type { OpusEncoder } from '@loa-lang/controller/ports/opus-encoder';
import type { PullSink } from '@loa-lang/controller/ports/stream-puller';
import { onAirOf } from '@loa-lang/controller/services/relay/on-air-of';
import { RelayPull } from '@loa-lang/controller/services/relay/relay-pull';
import type { StreamSender } from '@loa-lang/controller/services/streams/stream-sender';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const FRAME_BYTES = 1_920;
const TONE = Uint8Array.from({ length: FRAME_BYTES }, (_, n) => (n % 2 === 0 ? 0 : 16 * Math.sin(n / 20)));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A station that plays a tone, an encoder that gives a frame for a frame or none, a sender that counts. */
function relay(encodes: boolean) {
  let sink: PullSink | undefined;
  let packets = 0;
  const encoder: OpusEncoder = {
    start: (_, out) => ({
      write: () => {
        if (encodes) out.onFrame(Uint8Array.of(1), 0);
        return true;
      },
      stop: () => undefined,
    }),
  };
  const sender = {
    send: () => void packets++,
    get counts() {
      return { packets, bytes: 0, frames: packets * 5, lost: 0 };
    },
  };
  const pull = new RelayPull(
    {
      puller: {
        pull: (address: string, given: PullSink) => {
          sink = given;
          given.onSound({ address, format: 'mp3', inPieces: false });
          return { resume: () => undefined, stop: () => undefined };
        },
        check: async () => ({ ok: false, fault: 'no-sound', detail: '' }),
      } as never,
      encoder,
      clock: { now: () => Date.now(), monotonicNow: () => Date.now() } as never,
      level: { targetLufs: -16, maxTruePeakDbtp: -1 },
      onProblem: () => undefined,
    },
    { sourceId: 's', addresses: ['http://radio'], openSince: undefined },
    sender as unknown as StreamSender,
    () => undefined,
  );
  pull.start();
  const station = setInterval(() => void sink?.onSamples(TONE), 20);
  return {
    state: () => onAirOf(pull.state, Date.now()).state,
    stop: () => {
      clearInterval(station);
      pull.stop();
    },
  };
}

it.each([
  ['that goes out', true, 'on-air'],
  ['that no encoder takes', false, 'unsent'],
] as const)('one %s', async (_, encodes, state) => {
  const { state: stateNow, stop } = relay(encodes);
  await vi.advanceTimersByTimeAsync(12_000);
  expect(stateNow()).toBe(state);
  stop();
});
