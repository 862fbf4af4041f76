/**
 * `DATA_DIR=… npm run audit -- verify [--head SEQ:SHA256]…`: whether the audit log is what was written, with the
 * controller running or not. Heads that were noted elsewhere, on paper or in another log, are checked too.
 * Exit code 0: whole; 1: not; 2: could not be looked at.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readAuditHeads, refusedHeadPath } from '@loa-lang/controller/adapters/keys/audit-heads';
import { BACKGROUND, connect } from '@loa-lang/controller/adapters/postgres/database';
import { AuditRepository } from '@loa-lang/controller/adapters/repositories/audit-repository';
import { readProcessConfig } from '@loa-lang/controller/config';
import type { AuditHead } from '@loa-lang/controller/domain/audit/chain';
import { reachDatabase } from '@loa-lang/controller/embedded/reach-database';
import { verifyAudit } from '@loa-lang/controller/services/audit/verify-audit';
import { auditWords } from './words.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const giveUp = (text: string): never => {
  process.stderr.write(`${text}\n`);
  process.exit(2);
};

const { values, positionals } = parseArgs({
  options: { head: { type: 'string', multiple: true, default: [] } },
  allowPositionals: true,
});
const heads = values.head.map((text) => /^(\d+):([0-9a-f]{64})$/.exec(text));
const given = heads.flatMap((match): AuditHead[] =>
  match === null ? [] : [{ seq: Number(match[1]), hash: match[2] ?? '' }],
);
const read = readProcessConfig();
if (positionals.join() !== 'verify' || heads.includes(null)) giveUp('npm run audit -- verify [--head SEQ:SHA256]…');
if (!read.ok) giveUp(read.faults.map(({ vi, en }) => `${vi}\n${en}`).join('\n'));
else {
  const { dataDir, databaseUrl } = read.config;
  try {
    const reached = await reachDatabase(dataDir, databaseUrl);
    // noted before the log is read, which only grows
    const own = await readAuditHeads(dataDir).catch((error: Error) => {
      say(auditWords.headForged(error.message));
      process.exitCode = 1;
      return [];
    });
    const database = connect(reached.url, BACKGROUND);
    const { head, fault } = await verifyAudit(new AuditRepository(database), [...given, ...own]).finally(async () => {
      await database.$disconnect();
      await reached.release();
    });
    if (existsSync(refusedHeadPath(dataDir))) {
      say(auditWords.headForged(refusedHeadPath(dataDir)));
      process.exitCode = 1;
    }
    say(auditWords.head(head));
    if (fault !== undefined) {
      say(auditWords.fault(fault));
      process.exitCode = 1;
    }
  } catch (error) {
    giveUp(error instanceof Error ? error.message : String(error));
  }
}
