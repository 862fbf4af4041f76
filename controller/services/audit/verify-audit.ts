/** Reads the whole audit log and says whether it is what was written. */
import { type AuditHead, ChainCheck, type ChainFault } from '../../domain/audit/chain.ts';
import type { AuditLog } from '../../ports/audit-log.ts';

export interface AuditFinding {
  /** the last entry that is right */
  head: AuditHead;
  fault: ChainFault | undefined;
}

/** @param noted places of the log that are known from elsewhere, noted before this is called */
export async function verifyAudit(log: Pick<AuditLog, 'after'>, noted: readonly AuditHead[]): Promise<AuditFinding> {
  const check = new ChainCheck(noted);
  for (let page = await log.after(); page.length > 0; page = await log.after(check.last.seq)) {
    for (const entry of page) {
      const fault = check.take(entry);
      if (fault !== undefined) return { head: check.last, fault };
    }
  }
  return { head: check.last, fault: check.end() };
}
