/**
 * Text to speech in the real controller, over HTTP: how much speech a second, how soon the first sentence of a notice is
 * heard, and what the event loop feels meanwhile. The engine is eSpeak NG, which is always there.
 */
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTextBulletin } from '../../support/world/bulletins.ts';
import type { ControllerProcess } from '../../support/world/controller-process.ts';
import { World } from '../../support/world/world.ts';
import { atMost, type Bench, type BenchResult, type Figure, figure, percentile } from '../bench.ts';
import { noticeOf } from './notice.ts';

const NOTICE_CHARS = 2_000;
/** Near the longest that can be heard beforehand. */
const LONG_CHARS = 9_700;
const LONG_TEXTS = 3;
const WARM_NOTICES = 20;
const FIRST_SENTENCE_LIMIT_MS = 1_500;
const LOOP_DELAY_LIMIT_MS = 20;
const HEADER_BYTES = 44;
/** What the machine itself does to the loop, beside which the other figures are to be read. */
const AT_REST_MS = 5_000;

interface Heard {
  /** until the first sentence was whole enough to be played: its first sample is here */
  firstMs: number;
  wholeMs: number;
  speechSeconds: number;
}

async function hear(httpUrl: string, text: string): Promise<Heard> {
  const startedAt = performance.now();
  const response = await fetch(`${httpUrl}/api/v1/speech/preview`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  if (!response.ok || response.body === null) throw new Error(`preview: ${response.status} ${await response.text()}`);
  let bytes = 0;
  let firstMs = Number.NaN;
  let header = new Uint8Array();
  for await (const chunk of response.body) {
    if (header.length < HEADER_BYTES) header = Buffer.concat([header, chunk]);
    bytes += chunk.length;
    if (Number.isNaN(firstMs) && bytes > HEADER_BYTES) firstMs = performance.now() - startedAt;
  }
  const sampleRateHz = Buffer.from(header).readUInt32LE(24);
  return { firstMs, wholeMs: performance.now() - startedAt, speechSeconds: (bytes - HEADER_BYTES) / 2 / sampleRateHz };
}

/** A process just started is still warming its first thread up: that is the first sentence's worst case. */
async function coldStart(controller: ControllerProcess, log: (line: string) => void): Promise<number> {
  const { firstMs, wholeMs } = await hear(controller.httpUrl, noticeOf(NOTICE_CHARS, 0));
  log(`  cold: first sentence after ${Math.round(firstMs)} ms, the whole after ${Math.round(wholeMs)} ms`);
  return firstMs;
}

async function measure(world: World, workers: number, log: (line: string) => void): Promise<Figure[]> {
  const { controller, commune } = world;
  const name = `${workers} ${workers === 1 ? 'worker' : 'workers'}`;
  const cold = await coldStart(controller, log);

  await controller.child.probe({ restart: true });
  await sleep(AT_REST_MS);
  const atRest = await controller.child.probe({ restart: true });
  let [speech, wall] = [0, 0];
  for (let index = 0; index < LONG_TEXTS; index++) {
    const heard = await hear(controller.httpUrl, noticeOf(LONG_CHARS, 100 + index));
    speech += heard.speechSeconds;
    wall += heard.wholeMs / 1000;
  }
  const whileHeard = await controller.child.probe({ restart: true });
  log(`  ${Math.round(speech)} s of speech in ${wall.toFixed(1)} s`);

  const making = performance.now();
  const { audio } = await makeTextBulletin(controller.api, commune.communeId, noticeOf(LONG_CHARS, 200));
  const madeSeconds = (performance.now() - making) / 1000;
  const whileMade = await controller.child.probe({ restart: true });

  // a long text is on its way all the time, and officers want to hear theirs
  const busy = hear(controller.httpUrl, noticeOf(LONG_CHARS, 300));
  const beside = (await hear(controller.httpUrl, noticeOf(NOTICE_CHARS, 400))).firstMs;
  await busy;
  const firsts: number[] = [];
  for (let index = 0; index < WARM_NOTICES; index++) {
    firsts.push((await hear(controller.httpUrl, noticeOf(NOTICE_CHARS, 500 + index))).firstMs);
  }
  return [
    figure(`${name}: event-loop delay p99 at rest`, atRest.loopDelayMs.p99, 'ms'),
    figure(`${name}: speech a second`, speech / wall, 's/s'),
    atMost(`${name}: event-loop delay p99 while speaking`, whileHeard.loopDelayMs.p99, LOOP_DELAY_LIMIT_MS, 'ms'),
    figure(`${name}: event-loop delay max while speaking`, whileHeard.loopDelayMs.max, 'ms'),
    figure(`${name}: bulletin of ${Math.round(audio.durationMs / 1000)} s made, speech and encoding`, madeSeconds, 's'),
    atMost(`${name}: event-loop delay p99 while making`, whileMade.loopDelayMs.p99, LOOP_DELAY_LIMIT_MS, 'ms'),
    atMost(`${name}: first sentence right after the start`, cold, FIRST_SENTENCE_LIMIT_MS, 'ms'),
    figure(`${name}: first sentence, ${WARM_NOTICES} notices p50`, percentile(firsts, 0.5), 'ms'),
    atMost(
      `${name}: first sentence, ${WARM_NOTICES} notices max`,
      percentile(firsts, 1),
      FIRST_SENTENCE_LIMIT_MS,
      'ms',
    ),
    atMost(`${name}: first sentence beside a long text`, beside, FIRST_SENTENCE_LIMIT_MS, 'ms'),
    figure(`${name}: resident memory at rest`, atRest.rssBytes / 2 ** 20, 'MiB'),
    figure(`${name}: resident memory after a long text`, whileMade.rssBytes / 2 ** 20, 'MiB'),
  ];
}

export const speech: Bench = {
  name: 'speech',
  what: 'text to speech with one and two workers: speech a second, first sentence of a 2,000-character notice, event loop',
  async run(log): Promise<BenchResult> {
    const figures: Figure[] = [];
    for (const workers of [1, 2]) {
      log(`${workers} of speech`);
      const env = { SPEECH_WORKERS: String(workers) };
      const world = await World.make({ hamlets: 1, clusters: 1, env });
      try {
        figures.push(...(await measure(world, workers, log)));
      } finally {
        await world.stop();
      }
    }
    const conditions = {
      engine: 'eSpeak NG in WebAssembly, voice vi, 180 syllables a minute',
      noticeChars: NOTICE_CHARS,
      longChars: LONG_CHARS,
      loadOneMinute: Number(loadavg()[0]?.toFixed(1)),
    };
    return { conditions, figures };
  },
};
