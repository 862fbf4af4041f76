/** Routes of people and of who stands in for whom. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  DelegationCreateSchema,
  DelegationListSchema,
  DelegationSchema,
  PersonListSchema,
  SelfSchema,
} from '@loa-lang/schemas/http/people';
import { ACTIONS } from '@loa-lang/schemas/states/people';
import { isRunning } from '../../domain/approval/delegation.ts';
import { hasRight } from '../../domain/permissions/permissions.ts';
import { NOTHING, seesPerson } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Delegations } from '../../services/approval/delegations.ts';
import type { People } from '../../services/people/people.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant } from '../instants.ts';
import { delegationBody } from '../present-approval.ts';
import { needs, sightOf } from '../right.ts';

export interface PeopleRouteDeps {
  people: People;
  delegating: Delegations;
  clock: Clock;
}

export function peopleRoutes(server: HttpServer, { people, delegating, clock }: PeopleRouteDeps): void {
  const tags = ['people'];
  server.get(
    `${API_ROOT}/people`,
    { ...needs('see', { place: 'anywhere' }), schema: { tags, response: answers(200, PersonListSchema) } },
    async (request) => ({
      people: people.all
        .filter((person) => person.active && seesPerson(sightOf(request), person))
        .map(({ id, name, roles }) => ({ personId: id, name, roles: [...roles] })),
    }),
  );
  server.get(
    `${API_ROOT}/people/me`,
    {
      ...needs('known'),
      schema: { tags, description: 'Who the token belongs to.', response: answers(200, SelfSchema) },
    },
    async ({ caller }) => {
      const now = clock.now();
      const mine = (await delegating.list(caller, NOTHING)).filter(
        (each) => each.to.personId === caller.personId && isRunning(each, now),
      );
      const { areaIds, roles, ...self } = caller;
      return {
        ...self,
        roles: [...roles],
        areaIds: areaIds === 'everywhere' ? areaIds : [...areaIds],
        actions: ACTIONS.filter((action) => hasRight(caller, action)),
        standsInFor: mine.map((each) => each.from),
      };
    },
  );
  const path = `${API_ROOT}/delegations`;
  server.get(
    path,
    { ...needs('see', { place: 'anywhere' }), schema: { tags, response: answers(200, DelegationListSchema) } },
    async (request) => {
      const now = clock.now();
      return {
        delegations: (await delegating.list(request.caller, sightOf(request))).map((each) => delegationBody(each, now)),
      };
    },
  );
  server.post(
    path,
    {
      ...needs('approve', { place: 'anywhere' }),
      schema: {
        tags,
        description: 'Of the own right to approve. What waits is shown to the deputy while it runs.',
        body: DelegationCreateSchema,
        response: answers(201, DelegationSchema),
      },
    },
    async (request, reply) => {
      const { startsAt, endsAt, note, ...body } = request.body;
      const asked = { ...body, note, startsAt: inInstant(startsAt), endsAt: inInstant(endsAt) };
      const made = await delegating.create(asked, request.caller, sightOf(request));
      return reply.status(201).send(delegationBody(made, clock.now()));
    },
  );
  server.delete(
    `${path}/:id`,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, DelegationSchema) },
    },
    async ({ params: { id }, caller }) => delegationBody(await delegating.end(id, caller), clock.now()),
  );
}
