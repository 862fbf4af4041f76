/** A controller process reduced to planning schedules, again and again until it is killed. */
import { scheduleParts } from './schedule-parts.ts';

const [databaseUrl] = process.argv.slice(2);
if (databaseUrl === undefined) throw new Error('usage: materialise-process.js DATABASE_URL');
const { materialiser, problems } = scheduleParts(databaseUrl);
for (let pass = 1; ; pass++) {
  process.stdout.write(`pass ${pass}\n`);
  await materialiser.all();
  for (const problem of problems.splice(0)) process.stdout.write(`problem ${JSON.stringify(problem)}\n`);
}
