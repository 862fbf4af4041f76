/**
 * The one place where acts are recorded: every accepted request of an unsafe method, between the decision that it may
 * be done and its answer. Registered after the permissions.
 */
import { CHANGING_NOTHING } from '@loa-lang/schemas/audit/acts';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import type { FastifyRequest } from 'fastify';
import { type Caller, homeOf, refOf } from '../../domain/people/person.ts';
import type { ActBegun, Asked, Audit } from '../../services/audit/audit.ts';
import { inAct } from '../../services/audit/note-change.ts';
import type { HttpServer } from '../http-server.ts';
import { SIGN_IN_PAGE } from '../identity/addresses.ts';
import { senderOf } from '../sender.ts';

declare module 'fastify' {
  interface FastifyRequest {
    act: ActBegun | undefined;
  }
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);
/** They, and emergencies that come from above, wait neither for the disk nor for the database. */
const ALARMS = /^POST \/(silence(\/:id\/lift)?|stop|emergencies(\/:id\/stop)?|source-bulletins(\/upload)?)$/;

const actOf = ({ method, routeOptions: { url = '' } }: FastifyRequest): string | undefined => {
  if (SAFE.has(method) || url === '') return undefined;
  const act = `${method} ${url.startsWith(API_ROOT) ? url.slice(API_ROOT.length) : url}`;
  return CHANGING_NOTHING.has(act) ? undefined : act;
};

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, 1000) : undefined;

/** The first place that is named, in the fields where bodies name places. */
const areaOf = (fields: Record<string, unknown>): string | undefined => {
  const { communeId, areaId, hamletId, parentId, targets } = fields;
  const many = [fields.areaIds, fields.hamletIds, fieldsOf(targets).areaIds];
  return [communeId, areaId, hamletId, parentId, ...many.flat()].map(textOf).find((each) => each !== undefined);
};

/** Of a route that asks for one; whatever else is written into an address says nothing of the act. */
const checkedQuery = ({ query, routeOptions: { schema } }: FastifyRequest): Record<string, unknown> =>
  schema?.querystring === undefined ? {} : fieldsOf(query);

/** Nobody, where the address itself is what opens the page, and before a sign-in. */
function actorOf(request: FastifyRequest): Asked['actor'] {
  const caller = request.caller as Caller | null;
  if (caller !== null) return { kind: caller.kind, ...refOf(caller) };
  const { visit, routeOptions } = request;
  if (visit === undefined || routeOptions.url?.startsWith(SIGN_IN_PAGE)) return undefined;
  return { kind: 'person', personId: visit.account.id, name: visit.account.name };
}

/** Acts that name no place lie where their person belongs. */
const ownArea = (request: FastifyRequest): string | undefined => {
  const person = (request.caller as Caller | null) ?? request.visit?.account;
  return person && homeOf(person);
};

/**
 * What somebody shows to be let in, or about the own account, is no part of a record, and asking is no act: the use case
 * says what came of it.
 */
const isPrivate = ({ routeOptions: { config } }: FastifyRequest): boolean =>
  config.right?.action === 'open' || config.right?.action === 'own';

function askedBy(request: FastifyRequest, act: string): Asked {
  const { params, headers, ips } = request;
  const query = checkedQuery(request);
  const body = isPrivate(request) ? undefined : request.body;
  const fields = { ...query, ...fieldsOf(body), ...fieldsOf(params) };
  const content = Buffer.isBuffer(body) ? { bytes: body.length } : body;
  const asked = { ...fieldsOf(params), ...query, ...(content != null && { body: content }) };
  // by proxies that are trusted; what anybody may write there is no part of a record
  const by = ips?.slice(0, -1) ?? [];
  const from = { userAgent: textOf(headers['user-agent']), ...(by.length > 0 && { forwardedBy: by.join(', ') }) };
  return {
    actor: actorOf(request),
    sender: senderOf(request),
    act,
    // longer ones are nobody's, and no index takes them
    subjectId: textOf(fieldsOf(params).id)?.slice(0, 128),
    areaId: areaOf(fields) ?? ownArea(request),
    reason: textOf(fields.reason),
    asked,
    from,
    counts: isPrivate(request) ? 'when noted' : 'always',
  };
}

export function installAudit(server: HttpServer, audit: Audit): void {
  server.decorateRequest('act', undefined);
  server.addHook('preHandler', (request, _reply, done) => {
    const name = actOf(request);
    if (name === undefined) return done();
    const act = audit.begin(askedBy(request, name));
    request.act = act;
    // the handler and all that it starts run in the act
    const go = () => inAct(act.note, done);
    if (ALARMS.test(name)) go();
    else act.begun.then(go, done);
  });
  server.addHook('onSend', async ({ act }, reply) => {
    if (act === undefined) return;
    const { statusCode } = reply;
    const noted = audit.finish(act, statusCode);
    // who is told that it failed is not kept waiting by what it failed for
    if (!ALARMS.test(act.entry.act) && statusCode < 500) await noted;
  });
}
