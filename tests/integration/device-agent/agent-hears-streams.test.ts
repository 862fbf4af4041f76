import { join } from 'node:path';
import { SharedStreams } from '@loa-lang/device-agent/adapters/opus/shared-streams';
import { sampleAt } from '@loa-lang/device-agent/playout/stream-buffer';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { framesOf, inPackets } from '../../support/audio/opus-frames.ts';
import { recordingsIn } from '../../support/audio/recordings.ts';
import { signedPacket } from '../../support/audio/synthetic-stream.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { testSettings } from '../../support/stand-in-controller.ts';
import { broadcast, plan, stream } from '../../unit/timeline/fixtures.ts';
import { AgentWorld, controllerNow, encodedGlide } from './agent-world.ts';
import { misplacements, STRETCH } from './misplacements.ts';

const SECONDS = 6;
const PACKET_MS = 100;
/** From sending a packet to its first sample: more than the jitter, and than a busy machine takes its time. */
const DELAY_MS = 1200;

const glide = await encodedGlide(SECONDS);
if (glide === undefined) console.warn('SKIPPED: agents that hear streams, no ffmpeg to make a sound with');

describe.skipIf(glide === undefined)('a stream through a real broker', () => {
  let world: AgentWorld;
  beforeEach(async () => {
    world = await AgentWorld.open();
    await world.controller.publishKeys();
  });
  afterEach(() => world.close());

  it('that jitters by 20 to 200 ms, loses 2 % and repeats and reorders is heard at its instants', async () => {
    const packets = inPackets(framesOf(glide?.ogg ?? Buffer.alloc(0)));
    const path = await world.provision('d1');
    await world.controller.publishSettings('d1', testSettings(['h1']));
    const agent = await world.compose(path);
    await agent.start();
    await eventually('connected and on time', () => agent.status().time.trust === 'synced');
    const startAt = Math.ceil(controllerNow()) + 2000;
    const durationMs = packets.length * PACKET_MS;
    const b = broadcast('l', { class: 'live', startAt, endsAt: startAt + durationMs, items: [stream(durationMs)] });
    await world.controller.publishPlan('h1', plan('h1', [b]));

    const random = seededRandom(3);
    const { privateKey } = world.controller.signer('live');
    const lost: number[] = [];
    const onTheWay: Promise<void>[] = [];
    for (const [sequence, frames] of packets.entries()) {
      const playAt = startAt + sequence * PACKET_MS;
      const bytes = await signedPacket({ streamId: 'voice', sequence, playAt, frames }, privateKey);
      await sleep(playAt - DELAY_MS - controllerNow());
      if (sequence % 45 === 30) lost.push(sequence);
      else {
        for (let copies = random() < 0.1 ? 2 : 1; copies > 0; copies--) {
          const arrives = async (ms: number): Promise<void> => {
            await sleep(ms);
            world.client.publish(topicOf(subjects.live('voice')), Buffer.from(bytes), { qos: 0 });
          };
          onTheWay.push(arrives(20 + 180 * random()));
        }
      }
    }
    await Promise.all(onTheWay);
    const final = () => world.controller.receipts('l').find(({ state }) => !['ready', 'started'].includes(state));
    await eventually('settled', () => final() !== undefined, 10_000);
    await agent.stop();

    // what its frames sound like, first sample due at startAt
    const decoder = await new SharedStreams().open('reference');
    const whole = new Float32Array(packets.length * 4800);
    for (const [sequence, frames] of packets.entries()) {
      const pcm = decoder.decode({ sequence, start: sampleAt(startAt) + sequence * 4800, samples: 4800, frames });
      whole.set(pcm ?? [], sequence * 4800);
    }
    const [recording, ...more] = recordingsIn(join(world.folder, 'd1', 'sound'));
    expect(more).toEqual([]);
    // beside a loss there is something else to hear
    const isWhole = (from: number) => !lost.some((n) => from < (n + 2) * 4800 && from + STRETCH > n * 4800);
    const { samples = new Float32Array(), fromMs = 0 } = recording ?? {};
    const placed = misplacements(whole, samples, fromMs - startAt, isWhole);
    const { counts } = agent.status();
    console.log(
      `${placed.length / 4} s compared, misplaced by up to ${Math.max(...placed.map(Math.abs)).toFixed(2)} ms; ` +
        `${lost.length} of ${packets.length} lost, ${JSON.stringify(counts)}`,
    );
    expect(placed.length).toBeGreaterThan(12);
    expect(Math.max(...placed.map(Math.abs))).toBeLessThan(20);
    expect(counts['stream:duplicate']).toBeGreaterThan(0);
    expect(final()).toMatchObject({ state: 'finished', run: 1 });
    expect(Math.abs(final()?.startErrorMs ?? 99)).toBeLessThan(20);
  });
});
