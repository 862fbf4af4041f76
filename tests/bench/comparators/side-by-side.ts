/** One microphone, several systems, each with as many listeners: delay and skew measured the same way at the same time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, figure } from '../bench.ts';
import { Ears } from '../marks/ears.ts';
import { figuresOfHearing, HeardMarks, type Limits } from '../marks/heard-marks.ts';
import { MARK_EVERY_MS } from '../marks/mark-signal.ts';
import { Microphone, monotonicMs } from '../marks/microphone.ts';
import { processorSeconds } from '../processes/proc.ts';
import type { Compared } from './compared.ts';

export interface SideBySide {
  listeners: number;
  /** after the last listener has come: clocks of listeners settle */
  settleMs: number;
  measureMs: number;
  limits?: Limits;
}

/** The systems are started, and are stopped by whoever started them. */
export async function sideBySide(
  systems: readonly Compared[],
  { listeners, settleMs, measureMs }: SideBySide,
  log: (line: string) => void,
): Promise<Figure[]> {
  const microphone = new Microphone((block, number) => {
    for (const system of systems) system.take(block, number);
  });
  const heard = systems.map(() => new HeardMarks((mark) => microphone.spokenAt(mark)));
  const ears: Ears[] = [];
  try {
    for (const [i, system] of systems.entries())
      ears.push(await Ears.start(system.ears, (ear, mark) => heard[i]?.add(`${i}-${ear}`, mark)));
    microphone.start();
    await Promise.all(systems.map((system) => system.listen()));
    log(`${systems.length} systems with ${listeners} listeners each; they settle for ${settleMs / 1000} s`);
    await sleep(settleMs);
    const spent = (): number[] =>
      systems.map(({ serverPids }) => serverPids.reduce((sum, pid) => sum + processorSeconds(pid), 0));
    const [bytesBefore, cpuBefore, from, startedAt] = [
      systems.map((system) => system.bytesOut()),
      spent(),
      microphone.spoken,
      monotonicMs(),
    ];
    const starvedBefore = ears.map(({ starvedMs }) => starvedMs);
    await sleep(measureMs);
    const [bytesAfter, cpuAfter, to] = [systems.map((system) => system.bytesOut()), spent(), microphone.spoken];
    const seconds = (monotonicMs() - startedAt) / 1000;
    // what was spoken last is still on its way, as long as anything has been so far
    const longest = Math.max(2000, ...heard.flatMap((each) => each.heard.map(({ delayMs }) => delayMs)));
    await sleep(longest + 2 * MARK_EVERY_MS);
    log(`  ${to - from} marks in ${seconds.toFixed(1)} s`);
    return [
      figure('microphone: blocks handed over more than 20 ms late', microphone.late, ''),
      ...systems.flatMap(({ name }, i): Figure[] => [
        ...figuresOfHearing(name, heard[i]?.between(from, to) ?? [], { listeners, spoken: to - from }),
        figure(`${name}: silence its sound cards met`, (ears[i]?.starvedMs ?? 0) - (starvedBefore[i] ?? 0), 'ms'),
        figure(`${name}: server, share of a core`, (100 * ((cpuAfter[i] ?? 0) - (cpuBefore[i] ?? 0))) / seconds, '%'),
        figure(`${name}: server, bytes out`, ((bytesAfter[i] ?? 0) - (bytesBefore[i] ?? 0)) / seconds / 1000, 'kB/s'),
      ]),
    ];
  } finally {
    microphone.stop();
    for (const each of ears) await each.stop();
  }
}
