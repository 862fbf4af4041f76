/** Routes of incidents: what is wrong, who sees to it, and where a technician goes first. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  IncidentAssignSchema,
  IncidentDetailSchema,
  IncidentListQuerySchema,
  IncidentListSchema,
  IncidentNoteSchema,
  IncidentTextSchema,
  VisitListSchema,
} from '@loa-lang/schemas/http/incidents';
import { MOVING } from '../../domain/incidents/incident-state.ts';
import type { Caller } from '../../domain/people/person.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentRecord } from '../../ports/incident-reader.ts';
import type { Incidents } from '../../services/incidents/incidents.ts';
import type { Visits } from '../../services/incidents/visits.ts';
import { answers } from '../answers.ts';
import { nextOf, pageEndOf } from '../cursors.ts';
import type { HttpServer } from '../http-server.ts';
import { presentIncident, presentIncidentEvent, presentVisits } from '../present-incident.ts';
import { needs, sightOf } from '../right.ts';

export interface IncidentRouteDeps {
  incidentDesk: Incidents;
  visitsOf: (communeId: string) => Promise<Visits>;
  clock: Clock;
}

const PAGE = 500;

export function incidentRoutes(server: HttpServer, { incidentDesk: desk, visitsOf, clock }: IncidentRouteDeps): void {
  const tags = ['incidents'];
  const path = `${API_ROOT}/incidents`;
  // who may depends on whose it is: a fault is the technician’s, content the officer’s
  const moved = needs('see', { of: 'incident', byToken: MOVING });
  const response = answers(200, IncidentDetailSchema);
  const detail = async (id: string) => {
    const { incident, events } = await desk.get(id);
    return { incident: presentIncident(incident, clock.now()), events: events.map(presentIncidentEvent) };
  };
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: {
        tags,
        description: 'Newest first. What is open, unless more is asked for.',
        querystring: IncidentListQuerySchema,
        response: answers(200, IncidentListSchema),
      },
    },
    async (request) => {
      const { limit = PAGE, before, all = false, ...query } = request.query;
      const listed = await desk.list({ all, limit, ...query, ...pageEndOf(before) }, sightOf(request));
      return {
        incidents: listed.map((each) => presentIncident(each, clock.now())),
        ...nextOf(listed, limit, ({ raisedAt, id }) => ({ at: raisedAt, id })),
      };
    },
  );
  server.get(
    `${path}/:id`,
    { ...needs('see', { of: 'incident' }), schema: { tags, params: IdParamsSchema, response } },
    ({ params: { id } }) => detail(id),
  );
  const acts: Record<string, (id: string, text: string | undefined, caller: Caller) => Promise<IncidentRecord>> = {
    acknowledge: (id, text, caller) => desk.acknowledge(id, text, caller),
    resolve: (id, text, caller) => desk.resolve(id, text, caller),
    reopen: (id, text, caller) => desk.reopen(id, text, caller),
  };
  for (const [name, act] of Object.entries(acts)) {
    server.post(
      `${path}/:id/${name}`,
      { ...moved, schema: { tags, params: IdParamsSchema, body: IncidentTextSchema, response } },
      async ({ params: { id }, body, caller }) => {
        await act(id, body.text, caller);
        return detail(id);
      },
    );
  }
  server.post(
    `${path}/:id/note`,
    { ...moved, schema: { tags, params: IdParamsSchema, body: IncidentNoteSchema, response } },
    async ({ params: { id }, body, caller }) => {
      await desk.note(id, body.text, caller);
      return detail(id);
    },
  );
  server.post(
    `${path}/:id/assign`,
    { ...moved, schema: { tags, params: IdParamsSchema, body: IncidentAssignSchema, response } },
    async (request) => {
      const { params, body, caller } = request;
      await desk.assign(params.id, body.personId, body.text, caller, sightOf(request));
      return detail(params.id);
    },
  );
  server.get(
    `${API_ROOT}/communes/:id/visit-list`,
    {
      ...needs('manage', { of: 'area' }),
      schema: {
        tags,
        description: 'Clusters with faults, by the households that are heard again once they are mended.',
        params: IdParamsSchema,
        response: answers(200, VisitListSchema),
      },
    },
    async ({ params: { id } }) => presentVisits(await visitsOf(id), clock.now()),
  );
}
