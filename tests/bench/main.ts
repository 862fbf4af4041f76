/** `npm run bench -- [NAME] [--json] [--list]`. Progress goes to standard error, the result is the last line of output. */
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { BenchResult } from './bench.ts';
import { benches } from './registry.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
});

function print(name: string, result: BenchResult): void {
  const conditions = {
    node: process.version,
    cpus: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    ...result.conditions,
  };
  if (values.json) {
    console.log(JSON.stringify({ name, conditions, figures: result.figures }));
    return;
  }
  console.log(`\n${name}`);
  for (const [key, value] of Object.entries(conditions)) console.log(`  ${key}: ${value}`);
  for (const { name: what, value, unit, limit, ok } of result.figures) {
    const verdict = ok === undefined ? '' : ok ? `  (${limit}: met)` : `  (${limit}: MISSED)`;
    console.log(`  ${what.padEnd(48)} ${value} ${unit}${verdict}`);
  }
}

if (values.list || positionals.length === 0) {
  const list = benches.map(({ name, what }) => ({ name, what }));
  if (values.json) console.log(JSON.stringify(list));
  else for (const { name, what } of list) console.log(`${name.padEnd(14)} ${what}`);
} else {
  for (const wanted of positionals) {
    const bench = benches.find(({ name }) => name === wanted);
    if (bench === undefined) {
      console.error(`No bench "${wanted}". There are: ${benches.map(({ name }) => name).join(', ')}`);
      process.exit(2);
    }
    print(bench.name, await bench.run((line) => console.error(line)));
  }
  // Agents and brokers of a bench are closed by it; a library's stray timer must not keep the program alive.
  process.exit(0);
}
