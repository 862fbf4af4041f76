/** The month as a program: reads the controller's configuration, lives it, and says after each day how far it is. */
import { renameSync, writeFileSync } from 'node:fs';
import { readProcessConfig } from '@loa-lang/controller/config';
import { DEMO_COMMUNE, DEMO_PROVINCE, demoHamlets } from '../area.ts';
import { liveMonth } from './live-month.ts';

const [agentsFolder = '', file = '', days = '30'] = process.argv.slice(2);
const read = readProcessConfig();
if (!read.ok) {
  for (const { vi, en } of read.faults) process.stderr.write(`${vi}\n${en}\n`);
  process.exit(2);
}
process.once('disconnect', () => process.exit(1));
process.once('SIGTERM', () => process.exit(1));
const { people, problems } = await liveMonth({
  ...{ config: read.config, agentsFolder, province: DEMO_PROVINCE, commune: DEMO_COMMUNE, hamlets: demoHamlets() },
  ...{ endsAt: Date.now(), days: Number(days), seed: 20_251 },
  onDay: (day, of) => {
    process.stderr.write(`${day}/${of}\n`);
    process.send?.({ day, of });
  },
});
for (const problem of problems) process.stderr.write(`${problem}\n`);
// whole or not at all: an interrupted month is begun anew
writeFileSync(`${file}.new`, JSON.stringify({ people }), { mode: 0o600 });
renameSync(`${file}.new`, file);
process.exit(0);
