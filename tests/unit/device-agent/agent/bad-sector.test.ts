/** Flash forgets: audio that was whole when it came is fetched again once it cannot be read, without a restart. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AgentBench, broadcast, parts, S } from '../../../support/agent-bench/agent-bench.ts';

let bench: AgentBench;
beforeEach(async () => {
  bench = await AgentBench.open();
});
afterEach(() => bench.close());

it('a chime whose file has rotted is silent once and sounds the next time', async () => {
  const device = await bench.device('d1');
  const real = bench.openSound.bind(bench);
  bench.openSound = async (path) => {
    const content = device.disk.files().get(path) ?? Buffer.alloc(0);
    const whole = createHash('sha256').update(content).digest('hex') === basename(path).slice(0, 64);
    return whole ? real(path) : { ok: false, reason: 'corrupt', detail: path };
  };
  await device.boot();
  await bench.run(2 * S);
  const chime = bench.sound(1);
  const zero = bench.at(20 * S);
  await bench.publish(['a', 'b', 'c'].map((id, i) => broadcast(id, zero + i * 100 * S, parts(chime, 5 * S))));
  await bench.runTo(zero + 10 * S);
  expect(bench.receipts('a').at(-1)).toBe('a#1 finished');
  const path = [...device.disk.files().keys()].find((name) => name.includes(chime.assetId)) as string;
  const file = await device.disk.open(path, 'existing');
  await file.write(Buffer.from('rotten'), 100);
  await file.close();
  await bench.runTo(zero + 290 * S);
  expect(bench.receipts('c').at(-1)).toBe('c#1 finished');
  expect(device.status().audio.missing).toEqual([]);
});
