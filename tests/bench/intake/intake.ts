/** How fast recordings of each format become assets, and what a two-hour one takes of memory. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_ENCODING } from '@loa-lang/controller/adapters/audio/encoding-settings';
import { FfmpegTranscoder } from '@loa-lang/controller/adapters/audio/ffmpeg-transcoder';
import { findFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';
import { temporaryFolder } from '../../support/database.ts';
import { TusSender } from '../../support/tus.ts';
import { ControllerProcess } from '../../support/world/controller-process.ts';
import { atMost, type Bench, type BenchResult, type Figure, figure } from '../bench.ts';
import { processorSeconds, residentBytes } from './process-tree.ts';
import { formats, makeRecording } from './recordings.ts';

const SHORT_S = 300;
const LONG_S = 2 * 3600;
const MEMORY_LIMIT_MB = 300;
const LOOK_EVERY_MS = 50;
const PIECE_BYTES = 4 * 1024 * 1024;
/** after which a controller that was just started has given up the voice it tried */
const AT_REST_MS = 40_000;
const PATIENCE_MS = 3600_000;
const MB = 1_000_000;

/** Sound per second of work, of each format alone. */
async function speeds(folder: string, log: (line: string) => void): Promise<Figure[]> {
  const tool = await findFfmpeg();
  if (!tool.ok) throw new Error(tool.detail);
  const transcoder = new FfmpegTranscoder(tool.tool);
  const figures: Figure[] = [];
  for (const format of formats) {
    const path = await makeRecording(folder, format, SHORT_S);
    const [startedAt, usedBefore] = [performance.now(), processorSeconds()];
    const intake = await transcoder.makeAsset(path, folder, DEFAULT_ENCODING, new AbortController().signal);
    if (!intake.ok) throw new Error(`${format}: ${intake.fault}: ${intake.detail}`);
    const seconds = (performance.now() - startedAt) / 1000;
    const used = processorSeconds() - usedBefore;
    log(`  ${format}: ${SHORT_S} s in ${seconds.toFixed(1)} s, ${used.toFixed(1)} s of a processor`);
    figures.push(
      figure(`real-time factor, ${format}`, intake.asset.durationMs / 1000 / seconds, '× real time'),
      figure(`sound per second of a processor, ${format}`, intake.asset.durationMs / 1000 / used, 's'),
    );
    rmSync(intake.asset.path);
    rmSync(path);
  }
  return figures;
}

interface Peak {
  total: number;
  own: number;
  children: number;
}

/** Uploads two hours to a real controller and looks at it until the bulletin is ready. */
async function memory(path: string, log: (line: string) => void): Promise<Figure[]> {
  const dataDir = await temporaryFolder();
  const controller = await ControllerProcess.start({ dataDir, asService: true });
  const peak: Peak = { total: 0, own: 0, children: 0 };
  const look = () => {
    const { own, children } = residentBytes(controller.pid, /^(ffmpeg|ffprobe)$/);
    peak.total = Math.max(peak.total, own + children);
    peak.own = Math.max(peak.own, own);
    peak.children = Math.max(peak.children, children);
  };
  const looking = setInterval(look, LOOK_EVERY_MS);
  try {
    // biome-ignore lint/suspicious/noExplicitAny: the bench fails where a body is another
    const ask = async (route: string, body?: object): Promise<any> => {
      const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      return (await fetch(`${controller.httpUrl}/api/v1${route}`, body === undefined ? {} : json)).json();
    };
    const province = await ask('/areas', { kind: 'province', name: 'Bắc Ninh' });
    const commune = await ask('/areas', {
      kind: 'commune',
      name: 'Ngọc Thiện',
      parentId: province.area.id,
      trial: true,
    });
    const bytes = readFileSync(path);
    await new Promise((resolve) => setTimeout(resolve, AT_REST_MS));
    await controller.child.probe({ restart: true });
    look();
    const before = residentBytes(controller.pid, /^$/).own;
    const sender = new TusSender(controller.httpUrl);
    const { id } = await sender.create(bytes.length, { filename: 'họp.mp3', communeId: commune.area.id });
    for (let at = 0; at < bytes.length; at += PIECE_BYTES)
      await sender.send(id, at, bytes.subarray(at, at + PIECE_BYTES));
    const startedAt = performance.now();
    let state = 'processing';
    while (state === 'processing' && performance.now() - startedAt < PATIENCE_MS) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      state = (await ask(`/bulletins/${id}`)).state;
    }
    if (state !== 'ready') throw new Error(`the bulletin is ${state}`);
    const seconds = (performance.now() - startedAt) / 1000;
    log(`  two hours in ${seconds.toFixed(0)} s, peak ${Math.round(peak.total / MB)} MB`);
    const { loopDelayMs, coreShare } = await controller.child.probe();
    return [
      figure('real-time factor, mp3 of 2 h', LONG_S / seconds, '× real time'),
      atMost('peak memory, controller and ffmpeg, 2 h', peak.total / MB, MEMORY_LIMIT_MB, 'MB'),
      figure('of it the controller, at its highest', peak.own / MB, 'MB'),
      figure('of it ffmpeg, at its highest', peak.children / MB, 'MB'),
      figure('controller before the upload', before / MB, 'MB'),
      figure('event loop delay meanwhile p99', loopDelayMs.p99, 'ms'),
      figure('event loop delay meanwhile max', loopDelayMs.max, 'ms'),
      figure('processor of the controller itself', coreShare * 100, '% of a core'),
    ];
  } finally {
    clearInterval(looking);
    await controller.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function run(log: (line: string) => void): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-intake-'));
  try {
    const figures = await speeds(folder, log);
    const long = await makeRecording(folder, 'mp3', LONG_S);
    const tool = await findFfmpeg();
    return {
      conditions: { ffmpeg: tool.ok ? tool.tool.version : 'none', secondsPerFormat: SHORT_S, longSeconds: LONG_S },
      figures: [...figures, ...(await memory(long, log))],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const intake: Bench = {
  name: 'intake',
  what: 'recordings of each format to assets: real-time factor; memory of a two-hour one',
  run,
};
