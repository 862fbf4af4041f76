/** Routes of the communes' rules and days off. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import {
  CommuneRulesAnswerSchema,
  CommuneRulesParamsSchema,
  CommuneRulesPutSchema,
  DayOffListSchema,
  DayOffParamsSchema,
  DayOffPutSchema,
  DayOffQuerySchema,
} from '@loa-lang/schemas/http/commune-rules';
import type { CommuneRulesBook, RulesView } from '../../services/rules/commune-rules.ts';
import type { DaysOff } from '../../services/rules/days-off.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { outOptional } from '../instants.ts';
import { needs } from '../right.ts';

export interface CommuneRulesRouteDeps {
  communeRules: CommuneRulesBook;
  daysOff: DaysOff;
}

const rulesBody = (communeId: string, { version, rules, changedAt }: RulesView) => ({
  communeId,
  version,
  rules,
  ...outOptional('changedAt', changedAt),
});

export function communeRulesRoutes(server: HttpServer, { communeRules, daysOff }: CommuneRulesRouteDeps): void {
  const tags = ['commune rules'];
  const path = `${API_ROOT}/commune-rules/:communeId`;
  server.get(
    path,
    {
      ...needs('see'),
      schema: { tags, params: CommuneRulesParamsSchema, response: answers(200, CommuneRulesAnswerSchema) },
    },
    async ({ params: { communeId } }) => rulesBody(communeId, await communeRules.of(communeId)),
  );
  server.put(
    path,
    {
      ...needs('settle'),
      schema: {
        tags,
        description:
          'Quiet hours are hard for everything but emergencies; occurrences of schedules that they no longer allow are taken back.',
        params: CommuneRulesParamsSchema,
        body: CommuneRulesPutSchema,
        response: answers(200, CommuneRulesAnswerSchema),
      },
    },
    async ({ params: { communeId }, body: { version, ...rules }, caller }) =>
      rulesBody(communeId, await communeRules.put(communeId, rules, version, caller)),
  );

  const days = `${API_ROOT}/days-off`;
  server.get(
    days,
    { ...needs('see'), schema: { tags, querystring: DayOffQuerySchema, response: answers(200, DayOffListSchema) } },
    async ({ query: { communeId } }) => ({ daysOff: await daysOff.of(communeId) }),
  );
  server.put(
    `${days}/:communeId/:day`,
    {
      ...needs('schedule'),
      schema: {
        tags,
        description: 'Schedules that skip days off stay silent on it.',
        params: DayOffParamsSchema,
        body: DayOffPutSchema,
        response: answers(200, DayOffListSchema),
      },
    },
    async ({ params, body: { name }, caller }) => ({ daysOff: await daysOff.put({ ...params, name }, caller) }),
  );
  server.delete(
    `${days}/:communeId/:day`,
    { ...needs('schedule'), schema: { tags, params: DayOffParamsSchema, response: answers(200, DayOffListSchema) } },
    async ({ params: { communeId, day }, caller }) => ({ daysOff: await daysOff.remove(communeId, day, caller) }),
  );
}
