/**
 * Loaded before a program (`node --import`), so that the program itself, unchanged, can be asked how it is: delay of its
 * event loop, memory, processor time. Speaks over the IPC channel of whoever started it.
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { ProbeRequest, ProbeSample } from './probe-messages.ts';

/** 1 ms: delays of a few milliseconds matter here. */
const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
let cpuFrom = process.cpuUsage();
let wallFrom = performance.now();

const ms = (nanoseconds: number): number => nanoseconds / 1e6;

process.on('message', (message: ProbeRequest) => {
  if (message?.type !== 'probe') return;
  if (message.collectGarbage) globalThis.gc?.();
  const { user, system } = process.cpuUsage(cpuFrom);
  const { rss, heapUsed, external } = process.memoryUsage();
  const sample: ProbeSample = {
    type: 'probed',
    id: message.id,
    loopDelayMs: { p50: ms(loop.percentile(50)), p99: ms(loop.percentile(99)), max: ms(loop.max) },
    rssBytes: rss,
    heapUsedBytes: heapUsed,
    externalBytes: external,
    coreShare: (user + system) / 1000 / (performance.now() - wallFrom),
    monotonicMs: Number(process.hrtime.bigint()) / 1e6,
  };
  if (message.restart) {
    loop.reset();
    cpuFrom = process.cpuUsage();
    wallFrom = performance.now();
  }
  process.send?.(sample);
});
// listening must not keep a program alive that wants to end
process.channel?.unref();
