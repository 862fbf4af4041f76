/**
 * What a device costs its SIM card. Everything runs in a network of its own whose loopback carries no more in a packet
 * than an ordinary link does, so that the kernel's count of segments is that of a real link.
 */
import { spawn } from 'node:child_process';
import { builtTestFile } from '../../support/world/built.ts';
import type { Bench, BenchResult } from '../bench.ts';

const MTU = 1500;

function run(log: (line: string) => void): Promise<BenchResult> {
  const program = builtTestFile('bench/wire-cost/wire-cost-process');
  const inside = `ip link set dev lo mtu ${MTU} up && exec "$0" "$@"`;
  const args = ['--net', '--', 'sh', '-c', inside, process.execPath, '--enable-source-maps', program];
  const child = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) if (line !== '') log(line);
  });
  let result = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    result += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(result) as BenchResult);
      else reject(new Error('not measured: it needs root (unshare --net), iproute2 and what the log says'));
    });
  });
}

export const wireCost: Bench = {
  name: 'wire-cost',
  what: 'bytes of one device at IP level, TLS included, part by part, and what a day and a month come to',
  run,
};
