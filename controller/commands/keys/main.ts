/** `npm run keys -- COMMAND`. */
import { readKeyCommandConfig } from '../../config.ts';
import { runKeys } from './run-keys.ts';

process.exitCode = await runKeys(process.argv.slice(2), readKeyCommandConfig(), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
