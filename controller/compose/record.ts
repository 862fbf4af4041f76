/** The record: audit log, programme log, coverage over time. */
import { printInThread } from '../adapters/documents/print-in-thread.ts';
import type { AuditHeads, AuditJournal } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';
import { Audit } from '../services/audit/audit.ts';
import type { BroadcastViews } from '../services/broadcasts/view-broadcasts.ts';
import { CoverageHistory } from '../services/coverage/coverage-history.ts';
import { CoverageLines } from '../services/coverage/coverage-lines.ts';
import { CoverageWarming } from '../services/coverage/coverage-warming.ts';
import { SettledBroadcasts } from '../services/coverage/settled-broadcasts.ts';
import type { Permissions } from '../services/people/permissions.ts';
import { MonthLines } from '../services/programme-log/month-lines.ts';
import { ProgrammeLog } from '../services/programme-log/programme-log.ts';
import { SignDesk } from '../services/public/pole-signs.ts';
import type { Stores } from './stores.ts';

interface RecordParts {
  stores: Stores;
  auditJournal: AuditJournal;
  auditHeads: AuditHeads;
  views: BroadcastViews;
  permissions: Permissions;
  clock: Clock;
  newId: () => string;
  onProblem: (problem: string, cause: unknown) => void;
}

export function composeRecord(parts: RecordParts) {
  const { stores, views, clock } = parts;
  const { register, audit, broadcasts, bulletins, approvals, emergencies, programmeLog, coverageFacts } = stores;
  const monthLines = new MonthLines({
    broadcasts,
    bulletins,
    approvals,
    emergencies,
    views,
    reader: register.reader,
    clock,
  });
  const coverageLines = new CoverageLines({ coverageFacts, views, clock });
  const settled = new SettledBroadcasts({ coverageFacts, coverageLines, clock });
  const printer = printInThread();
  return {
    settled,
    coverageWarming: new CoverageWarming({ ...parts, settled, reader: register.reader }),
    coverageHistory: new CoverageHistory({ ...register, settled, clock }),
    audit: new Audit({ ...parts, audit, reader: register.reader }),
    auditLog: audit,
    subjectNames: stores.subjectNames,
    programmeLog: new ProgrammeLog({ ...parts, monthLines, programmeLog, areas: register.areas }),
    logPrinter: printer,
    signDesk: new SignDesk({ signs: stores.signs, signPrinter: printer }),
  };
}
