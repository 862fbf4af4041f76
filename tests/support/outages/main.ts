/** One life by itself: `node main.js SEED DAYS` prints its outcome as one line of JSON. */
import { liveThrough } from './run.ts';

const [seed = '1', days = '30'] = process.argv.slice(2);
const outcome = await liveThrough(Number(seed), Number(days));
process.stdout.write(`${JSON.stringify(outcome)}\n`, () => process.exit(0));
