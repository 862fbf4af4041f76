/** The HTTP application, built from use cases; listens to nothing, so tests can inject requests. */
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { allRoutes, type RouteDeps } from './http/all-routes.ts';
import type { EventStream } from './http/event-stream.ts';
import type { HttpServer } from './http/http-server.ts';
import { type AccessDeps, installAccess } from './http/plugins/access.ts';
import { installAudit } from './http/plugins/audit.ts';
import { installErrors } from './http/plugins/errors.ts';
import { installOpenApi } from './http/plugins/openapi.ts';
import { installPermissions } from './http/plugins/permissions.ts';
import { installRefusals } from './http/plugins/refusals.ts';
import { installTextCheck } from './http/plugins/text.ts';
import { installWebSockets } from './http/plugins/websockets.ts';
import { serializersOnDemand } from './http/serializers.ts';
import { validatorsOnDemand } from './http/validators.ts';
import type { Whereabouts } from './ports/whereabouts.ts';
import type { Audit } from './services/audit/audit.ts';
import type { Permissions } from './services/people/permissions.ts';

export interface AppDeps extends RouteDeps, AccessDeps {
  events: EventStream;
  /** every act is written down in it */
  audit: Audit;
  permissions: Permissions;
  whereabouts: Whereabouts;
  /** addresses and CIDR ranges of those who are believed when they say for whom they ask */
  trustedProxies: readonly string[];
  isDatabaseUnavailable: (error: unknown) => boolean;
  logger?: FastifyBaseLogger;
}

/** JSON bodies: the longest text of a bulletin in four-byte characters, escaped, and some. */
const MAX_JSON_BYTES = 1024 * 1024;
/** A year, the least that OWASP asks for. Other names below this one are not ours to speak for. */
const HSTS_S = 31_536_000;

/** Head of a request: one packet, from the weakest link within this. */
const HEADERS_MS = 30_000;
/** A connection on which neither side gets a byte across: the stream of events beats every 15 s, no answer takes as long. */
const SILENT_MS = 10 * 60_000;
/** The slowest link on which the largest recording comes in one piece; in pieces it may come from a slower one. */
const SLOWEST_UPLOAD_BYTES_PER_MS = 64;
const OTHER_REQUEST_MS = 5 * 60_000;

export async function buildApp(deps: AppDeps): Promise<HttpServer> {
  const server: HttpServer = fastify({
    bodyLimit: MAX_JSON_BYTES,
    // who sends a byte now and then holds a connection for so long and no longer; answers may take their time
    requestTimeout: OTHER_REQUEST_MS + Math.ceil(deps.uploadLimitBytes / SLOWEST_UPLOAD_BYTES_PER_MS),
    connectionTimeout: SILENT_MS,
    http: { headersTimeout: HEADERS_MS },
    trustProxy: [...deps.trustedProxies],
    schemaController: { compilersFactory: { buildSerializer: serializersOnDemand } },
    forceCloseConnections: true,
    logController: new LogController({ disableRequestLogging: true }),
    ...(deps.logger === undefined ? {} : { loggerInstance: deps.logger }),
  }).withTypeProvider<TypeBoxTypeProvider>();
  server.setValidatorCompiler(validatorsOnDemand);
  // bodies are JSON or forms: plain text is what foreign pages may send without asking first
  server.removeContentTypeParser('text/plain');
  await installWebSockets(server);
  await installHeaders(server, deps.publicUrl);
  installErrors(server, deps.isDatabaseUnavailable);
  installRefusals(server);
  installAccess(server, deps);
  installTextCheck(server);
  installPermissions(server, deps.permissions, deps.whereabouts);
  installAudit(server, deps.audit);
  acceptEmptyJson(server);
  await server.register(multipart, { throwFileSizeLimit: false });
  await installOpenApi(server);
  await allRoutes(server, deps);
  server.addHook('preClose', async () => deps.events.stop());
  return server;
}

/**
 * Answers are data: should a browser take one for a page, nothing in it runs, loads, sends or is framed, and none is kept.
 * Pages and sound say otherwise where they need it. Where people come by https they shall come by nothing else; a network
 * without TLS is not forbidden. Before whatever refuses requests.
 */
async function installHeaders(server: HttpServer, publicUrl: string | undefined): Promise<void> {
  const nothing = ["'none'"];
  const contentSecurityPolicy = {
    useDefaults: false,
    directives: { defaultSrc: nothing, baseUri: nothing, formAction: nothing, frameAncestors: nothing },
  };
  const hsts = publicUrl?.startsWith('https:') === true && { maxAge: HSTS_S, includeSubDomains: false };
  await server.register(helmet, { hsts, contentSecurityPolicy });
  server.addHook('onSend', async (_, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}

/** Clients that always send the JSON content type may leave the body out where nothing is needed in it. */
function acceptEmptyJson(server: HttpServer): void {
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, null);
    else parseJson(request, body as string, done);
  });
}
