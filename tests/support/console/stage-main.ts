/** `node tests/dist/support/console/stage-main.js [--port N] [--size commune|large|huge|empty]`: stays until it is ended. */
import { parseArgs } from 'node:util';
import { SIZE_NAMES, type SizeName } from './sizes.ts';
import { openStage } from './stage.ts';

const { values } = parseArgs({
  options: { port: { type: 'string' }, size: { type: 'string', default: 'commune' } },
});
if (!SIZE_NAMES.includes(values.size as SizeName)) {
  console.error(`--size is one of ${SIZE_NAMES.join(', ')}`);
  process.exit(2);
}
const stage = await openStage({
  size: values.size as SizeName,
  ...(values.port !== undefined && { port: Number(values.port) }),
});
console.log(stage.url);
for (const [role, cookie] of Object.entries(stage.cookies)) console.log(`${role.padEnd(24)} ${cookie}`);
if (stage.life !== undefined)
  console.log(JSON.stringify({ ...stage.life, bulletinIds: stage.life.bulletinIds.slice(-3) }));
const end = () => void stage.stop().then(() => process.exit(0));
process.once('SIGTERM', end);
process.once('SIGINT', end);
