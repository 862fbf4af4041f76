/** Which keys count stands in the record, whenever others do than it last said: ceremonies happen beside the controller. */
import type { AuditLog } from '../../ports/audit-log.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';
import type { Audit } from '../audit/audit.ts';

export interface NoteKeysDeps {
  keys: Pick<DeploymentKeys, 'signed' | 'root' | 'ring'>;
  audit: Pick<Audit, 'note'>;
  auditLog: Pick<AuditLog, 'list'>;
}

const ACT = 'EVENT keys';

export async function noteKeys({ keys, audit, auditLog }: NoteKeysDeps): Promise<void> {
  const { epoch, revision } = keys.signed;
  const [last] = await auditLog.list({ act: ACT, limit: 1 });
  const known = last?.details.after as { epoch?: number; revision?: number } | undefined;
  if (known?.epoch === epoch && known.revision === revision) return;
  const signing = keys.ring.document.keys.map(({ kid, use, scope }) => ({ kid, use, scope }));
  const after = { epoch, revision, root: keys.root.kid, signing };
  const what = { act: ACT, subjectId: keys.root.kid, areaId: undefined, reason: undefined, sender: 'localhost' };
  await audit.note({ ...what, after });
}
