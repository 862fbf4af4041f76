/** A controller process reduced to its data folder and PostgreSQL, to be killed by tests. */
import { openDataFolder } from '@loa-lang/controller/embedded/data-folder';
import { EmbeddedPostgres } from '@loa-lang/controller/embedded/postgres';

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('usage: controller-process.js DATA_DIR');
const say = (message: Record<string, unknown>): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};
try {
  const folder = await openDataFolder(dataDir);
  const postgres = new EmbeddedPostgres(folder, { onNotice: (notice) => say({ notice }) });
  say({ url: await postgres.start() });
  process.once('SIGTERM', async () => {
    await postgres.stop();
    await folder.release();
    process.exit(0);
  });
  setInterval(() => undefined, 60_000);
} catch (error) {
  say({ refused: (error as Error).message });
  process.exit(1);
}
