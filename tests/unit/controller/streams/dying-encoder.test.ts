/** An encoder that dies as soon as it is started is not started for each frame. */

import type { OpusEncoder, OpusSink } from '@loa-lang/controller/ports/opus-encoder';
import { LiveLine } from '@loa-lang/controller/services/live/live-line';
import { PacketFlow } from '@loa-lang/controller/services/streams/packet-flow';
import { LIVE_MESSAGE_KINDS, LIVE_PCM_BYTES } from '@loa-lang/schemas/http/live-frames';
import { expect, it } from 'vitest';

const FRAME_MS = 20;

function dying() {
  const started: OpusSink[] = [];
  const encoder: OpusEncoder = {
    start: (_, sink) => {
      started.push(sink);
      queueMicrotask(() => sink.onEnd('no memory'));
      return { write: () => true, stop: () => undefined };
    },
  };
  return { started, encoder };
}
/** Two seconds of frames. */
async function frames(write: (at: number) => void): Promise<void> {
  for (let n = 0; n < 100; n++) {
    write(1_000_000 + n * FRAME_MS);
    await Promise.resolve();
  }
}

it('of a relay: once a second', async () => {
  const { started, encoder } = dying();
  const problems: unknown[] = [];
  const settings = { bitRate: 40_000, sound: 'any' } as const;
  const onProblem = (_: string, cause: unknown) => void problems.push(cause);
  const flow = new PacketFlow({ encoder, settings, sender: { send: () => undefined }, onProblem });
  await frames((at) => flow.write(new Uint8Array(1_920), at));
  expect([started.length, problems.length]).toEqual([2, 2]);
});

it('of a live: once a second', async () => {
  const { started, encoder } = dying();
  const line = new LiveLine(300, 0, { send: () => undefined, encoder, record: undefined });
  const message = new Uint8Array(1 + LIVE_PCM_BYTES);
  message[0] = LIVE_MESSAGE_KINDS.pcm;
  await frames((at) => void line.take(message, at));
  expect(started).toHaveLength(2);
});
