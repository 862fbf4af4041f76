/** Routes of the programme log. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { LogWriteSchema, MonthLogSchema, MonthParamsSchema } from '@loa-lang/schemas/http/programme-log';
import type { LogPrinter } from '../../ports/programme-log.ts';
import type { ProgrammeLog } from '../../services/programme-log/programme-log.ts';
import { Refusal } from '../../services/refusal.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant } from '../instants.ts';
import { monthLogBody } from '../present-programme-log.ts';
import { needs } from '../right.ts';

export interface ProgrammeLogRouteDeps {
  programmeLog: ProgrammeLog;
  logPrinter: LogPrinter;
}

const FILES = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export function programmeLogRoutes(server: HttpServer, { programmeLog, logPrinter }: ProgrammeLogRouteDeps): void {
  const path = `${API_ROOT}/programme-log/:communeId/:month`;
  const schema = { tags: ['record'], params: MonthParamsSchema, response: answers(200, MonthLogSchema) };
  server.get(path, { ...needs('see'), schema }, async ({ params: { communeId, month }, caller }) =>
    monthLogBody(await programmeLog.of(communeId, month, caller)),
  );
  for (const form of ['pdf', 'xlsx'] as const) {
    server.get(
      `${path}/${form}`,
      { ...needs('see'), schema: { tags: ['record'], params: MonthParamsSchema, produces: [FILES[form]] } },
      async ({ params: { communeId, month }, caller }, reply) => {
        const bytes = await logPrinter[form](await programmeLog.of(communeId, month, caller));
        return reply
          .type(FILES[form])
          .header('content-disposition', `attachment; filename="nhat-ky-phat-thanh-${month}.${form}"`)
          .send(Buffer.from(bytes));
      },
    );
  }
  server.post(
    `${path}/close`,
    {
      ...needs('approve'),
      schema: { ...schema, description: 'A closed month is never opened again; what is wrong is put right by lines.' },
    },
    async ({ params: { communeId, month }, caller }) =>
      monthLogBody(await programmeLog.close(communeId, month, caller)),
  );
  server.post(
    `${path}/lines`,
    {
      ...needs('submit'),
      schema: {
        ...schema,
        description: 'An entry while the month is open; a correction, with its reason, once it is closed.',
        body: LogWriteSchema,
      },
    },
    async ({ params: { communeId, month }, body: { corrects, reason, ...line }, caller }) => {
      const [startAt, endAt] = [inInstant(line.startAt), inInstant(line.endAt)];
      if (endAt < startAt) throw new Refusal('bad-request', { detail: 'endAt < startAt' });
      if (corrects !== undefined && reason === undefined) throw new Refusal('bad-request', { detail: 'reason' });
      const { title, class: kind, note } = line;
      const written = { startAt, endAt, title, class: kind, note };
      return monthLogBody(await programmeLog.write(communeId, month, { line: written, reason, corrects }, caller));
    },
  );
}
