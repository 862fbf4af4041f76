/** One life by itself: `node main.js SEED DAYS [ENOUGH]` prints its outcome as one line of JSON. */
import { simulate } from './run.ts';

const [seed = '1', days = '30', enough = '20'] = process.argv.slice(2);
const outcome = await simulate(Number(seed), Number(days), Number(enough));
process.stdout.write(`${JSON.stringify(outcome)}\n`, () => process.exit(outcome.differences.length > 0 ? 1 : 0));
