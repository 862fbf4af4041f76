/** The audit log, read. Nothing here writes: acts are recorded where they are accepted. */
import { actWords } from '@loa-lang/schemas/audit/acts';
import { type AuditEntryBody, AuditListSchema, AuditQuerySchema } from '@loa-lang/schemas/http/audit';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import type { ChainedEntry } from '../../domain/audit/chain.ts';
import { inFolders } from '../../domain/permissions/sight.ts';
import type { AuditLog } from '../../ports/audit-log.ts';
import type { SubjectNames } from '../../ports/subject-names.ts';
import { nameSubjects } from '../../services/audit/name-subjects.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant, outInstant } from '../instants.ts';
import { needs, sightOf } from '../right.ts';

export interface AuditRouteDeps {
  auditLog: Pick<AuditLog, 'list'>;
  subjectNames: SubjectNames;
}

const present = (entry: ChainedEntry, concerns: string | undefined): AuditEntryBody => {
  const { seq, at, actor, sender, act, outcome, details, hash, ...rest } = entry;
  const { onBehalfOf, communeId, subjectId, reason } = rest;
  return {
    ...{ seq, actor, sender, act, outcome, details, hash, at: outInstant(at), words: actWords(act) },
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    ...(communeId !== undefined && { communeId }),
    ...(subjectId !== undefined && { subjectId }),
    ...(concerns !== undefined && { concerns }),
    ...(reason !== undefined && { reason }),
  };
};

const instantOf = (text: string | undefined) => (text === undefined ? undefined : inInstant(text));

export function auditRoutes(server: HttpServer, { auditLog, subjectNames }: AuditRouteDeps): void {
  server.get(
    `${API_ROOT}/audit`,
    {
      ...needs('manage', { place: 'anywhere' }),
      schema: {
        tags: ['record'],
        description: 'Newest first; the last `seq` of a page is the next one’s `before`.',
        querystring: AuditQuerySchema,
        response: answers(200, AuditListSchema),
      },
    },
    async (request) => {
      const { from, until, limit = 50, ...query } = request.query;
      const span = { from: instantOf(from), until: instantOf(until) };
      const listed = await auditLog.list({ ...query, ...span, ...inFolders(sightOf(request)), limit });
      const names = await nameSubjects(listed, subjectNames);
      return { entries: listed.map((entry) => present(entry, names.get(entry.seq))) };
    },
  );
}
