/** What the API tells of open faults, and of a queue that does not answer. */
import { tmpdir } from 'node:os';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { diskProbe, queueProbe } from '@loa-lang/controller/adapters/health-probes';
import { InProcessFeed } from '@loa-lang/controller/adapters/progress-feed';
import { STATION } from '@loa-lang/controller/domain/people/person';
import { EventStream } from '@loa-lang/controller/http/event-stream';
import { installErrors } from '@loa-lang/controller/http/plugins/errors';
import { healthRoutes } from '@loa-lang/controller/http/routes/health';
import { incidentRoutes } from '@loa-lang/controller/http/routes/incidents';
import { watchingRoutes } from '@loa-lang/controller/http/routes/watching';
import type { HealthProbe } from '@loa-lang/controller/ports/health-probe';
import { type QueueState, QueueUnavailable } from '@loa-lang/controller/ports/job-queue';
import type { Incidents } from '@loa-lang/controller/services/incidents/incidents';
import { HealthAnswerSchema, LiveAnswerSchema, ReadyAnswerSchema } from '@loa-lang/schemas/http/health';
import { IncidentListSchema } from '@loa-lang/schemas/http/incidents';
import { INCIDENT_KINDS } from '@loa-lang/schemas/states/incident';
import fastify from 'fastify';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { wallClock } from '../../support/fake-clock.ts';

const at = Date.parse('2026-03-02T07:01:00+07:00');
const incident = (kind: string, n: number) => ({
  id: `i-${n}`,
  kind,
  subject: 'b1',
  detail: 'Tin sáng: 1, 2 (2/3)',
  raisedAt: at,
  lastAt: at,
  count: 1,
  reopened: 0,
  expected: false,
  ...{ cluster: undefined, communeId: undefined, clearedAt: undefined, acknowledgedAt: undefined },
  ...{ acknowledgedBy: undefined, assignee: undefined, dueAt: undefined, resolvedBy: undefined },
  explainedBy: undefined,
});

const queueIn = (state: QueueState) => queueProbe({ state: async () => state });

function serve(kinds: readonly string[], probes: readonly HealthProbe[]) {
  const server = fastify().withTypeProvider<TypeBoxTypeProvider>();
  server.setValidatorCompiler(TypeBoxValidatorCompiler);
  server.decorateRequest('sight', 'everything' as never);
  server.decorateRequest('caller', { getter: () => STATION } as never);
  installErrors(server, () => true);
  const events = new EventStream(new InProcessFeed(() => undefined), async () => undefined, { maxWatchers: 1 });
  const incidentDesk = { list: async () => kinds.map(incident) } as unknown as Incidents;
  const permissions = { sightAgain: async () => 'everything' as const };
  watchingRoutes(server, { events, permissions });
  incidentRoutes(server, { incidentDesk, clock: wallClock, visitsOf: async () => ({ visits: [], explained: [] }) });
  healthRoutes(server, { probes });
  server.get('/remind', async () => {
    throw new QueueUnavailable('gone');
  });
  return server;
}
const WELL: QueueState = { kind: 'postgres', reachable: true, lagMs: 12 };

it('every kind of fault has words, in Vietnamese first; a foreign kind is shown as it is', async () => {
  const { body } = await serve([...INCIDENT_KINDS, 'of-tomorrow'], [queueIn(WELL)]).inject('/api/v1/incidents');
  const answer = JSON.parse(body);
  expect(Value.Check(IncidentListSchema, answer)).toBe(true);
  const { incidents } = answer as { incidents: { kind: string; message?: { vi: string; en: string } }[] };
  for (const { kind, message } of incidents) {
    if (kind === 'of-tomorrow') expect(message).toBeUndefined();
    else {
      expect(message?.vi, kind).toMatch(/^\p{Lu}.*[àáạảãâăèéêìíòóôơùúưýđ].*\.$/u);
      expect(message?.en, kind).toMatch(/^[A-Z].*\.$/);
      expect(message?.vi, kind).not.toMatch(/\b(MQTT|broker|asset|API|JSON)\b/);
    }
  }
});

it.each([
  [WELL, 'ok'],
  [{ ...WELL, lagMs: 60_000 }, 'ok'],
  [{ kind: 'redis', reachable: true }, 'ok'],
  [{ ...WELL, lagMs: 60_001 }, 'degraded'],
  [{ kind: 'redis', reachable: false, detail: 'ECONNREFUSED' }, 'degraded'],
  [{ kind: 'redis', reachable: true, lagMs: 0, detail: 'OOM' }, 'degraded'],
] as [QueueState, string][])('health of a queue that is %j: %s, never down', async (state, expected) => {
  const answer = await serve([], [queueIn(state)]).inject('/api/v1/health');
  const body = answer.json();
  expect(Value.Check(HealthAnswerSchema, body)).toBe(true);
  const { detail, ...queue } = state;
  expect([answer.statusCode, body.status]).toEqual([200, expected]);
  expect(body.probes).toEqual([{ name: 'queue', ok: expected === 'ok', queue, ...(detail && { detail }) }]);
});

it('tells the room where recordings lie in bytes, to whoever is known', async () => {
  const answer = await serve([], [diskProbe(tmpdir())]).inject('/api/v1/health');
  const [{ name, disk }] = answer.json().probes;
  expect(name).toBe('disk');
  expect(disk.freeBytes).toBeGreaterThan(0);
  expect(disk.totalBytes).toBeGreaterThanOrEqual(disk.freeBytes);
  expect(disk.neededBytes).toBeGreaterThan(1_000_000);
});

it('a call that the queue did not take has a code of its own', async () => {
  const answer = await serve([], [queueIn(WELL)]).inject('/remind');
  expect([answer.statusCode, answer.json().code]).toEqual([503, 'queue-unavailable']);
});

describe('whether work may be given to a controller', () => {
  const names = ['database', 'migrations', 'keys', 'broker', 'disk', 'queue'] as const;
  const probes = (...ill: string[]): HealthProbe[] =>
    names.map((name) => ({
      name,
      check: async () => (ill.includes(name) ? { ok: false, detail: 'gone' } : { ok: true }),
    }));

  it.each([
    [[], 200],
    [['disk', 'queue'], 200],
    ...(['database', 'migrations', 'keys', 'broker'] as const).map((name) => [[name], 503] as const),
  ] as const)('without %j: %i', async (ill, status) => {
    const answer = await serve([], probes(...ill)).inject('/api/v1/health/ready');
    expect(Value.Check(ReadyAnswerSchema, answer.json())).toBe(true);
    expect([answer.statusCode, answer.json().ready]).toEqual([status, status === 200]);
    expect(answer.json().probes).toHaveLength(4);
  });

  it('is another question than whether it lives', async () => {
    const answer = await serve([], probes(...names)).inject('/api/v1/health/live');
    expect([answer.statusCode, Value.Check(LiveAnswerSchema, answer.json())]).toEqual([200, true]);
  });
});
