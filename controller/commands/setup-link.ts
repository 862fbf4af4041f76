/**
 * `npm run setup-link`: prints a link that makes an administrator, whether the controller runs or not. For the first
 * account, and for a commune whose administrators have all lost what they sign in with: whoever may read the data folder
 * may do everything in any case.
 */
import { v7 as uuidv7 } from 'uuid';
import { BACKGROUND, connect } from '../adapters/postgres/database.ts';
import { migrate } from '../adapters/postgres/migrate.ts';
import { AuditRepository } from '../adapters/repositories/audit-repository.ts';
import { LinkRepository } from '../adapters/repositories/link-repository.ts';
import { type ControllerConfig, readProcessConfig } from '../config.ts';
import { commandEntry } from '../domain/audit/command-entry.ts';
import { reachDatabase } from '../embedded/reach-database.ts';
import { LINK_PAGE_ROOT } from '../http/identity/addresses.ts';
import { LinkMaker } from '../services/identity/link-maker.ts';
import { Shutdown } from '../shutdown.ts';

const EXIT_CONFIG = 2;
const EXIT_FAILED = 1;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function print(config: ControllerConfig): Promise<void> {
  const shutdown = new Shutdown((problem, cause) => say(`${problem}: ${String(cause)}`));
  try {
    const { url, release } = await reachDatabase(config.dataDir, config.databaseUrl, 'make');
    shutdown.add('PostgreSQL', release);
    await migrate(url);
    // nobody waits behind a screen: a machine at its limit is given time
    const database = connect(url, BACKGROUND);
    shutdown.add('database', () => database.$disconnect());
    const maker = new LinkMaker({ links: new LinkRepository(database), clock: { now: Date.now }, newId: uuidv7 });
    const { token } = await maker.setUp();
    await new AuditRepository(database).append([commandEntry('setup-link', {}, { id: uuidv7(), at: Date.now() })]);
    const { host, port } = config.http;
    const base = config.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
    say('Mở đường dẫn này để lập một tài khoản quản trị (dùng một lần, trong 24 giờ):');
    say('Open this link to make an administrator (once, within 24 hours):');
    process.stdout.write(`${base}${LINK_PAGE_ROOT}/${token}\n`);
  } finally {
    await shutdown.run();
  }
}

const read = readProcessConfig();
if (read.ok) {
  await print(read.config).catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = EXIT_FAILED;
  });
} else {
  for (const { vi, en } of read.faults) say(`${vi}\n${en}`);
  process.exitCode = EXIT_CONFIG;
}
