/**
 * The door for devices: HTTPS with a certificate of the deployment's own authority, which a device that believes it is
 * 1970 can verify. It serves one route, so that nothing else of the API is reachable where devices come from.
 */
import { createServer } from 'node:https';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { LogController } from 'fastify';
import type { ServerIdentity } from '../ports/authority.ts';
import type { Enrolments } from '../services/enrolment/enrolments.ts';
import type { HttpServer } from './http-server.ts';
import { installErrors } from './plugins/errors.ts';
import { installTextCheck } from './plugins/text.ts';
import { enrolmentDoor } from './routes/enrolments.ts';
import { validatorsOnDemand } from './validators.ts';

/** A device on a weak link needs two round trips. */
const HANDSHAKE_MS = 20_000;
const REQUEST_MS = 30_000;
/** Devices ask for a second at a time; what hangs on is no device. */
const CONNECTIONS = 1000;

export function buildEnrolmentApp(
  enrolments: Enrolments,
  identity: ServerIdentity,
  isDatabaseUnavailable: (error: unknown) => boolean,
): HttpServer {
  const { certificate: cert, privateKey: key } = identity;
  const server: HttpServer = fastify({
    forceCloseConnections: true,
    logController: new LogController({ disableRequestLogging: true }),
    serverFactory: (handler) => {
      const limits = { handshakeTimeout: HANDSHAKE_MS, requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS };
      const door = createServer({ cert, key, minVersion: 'TLSv1.3', ...limits }, handler);
      door.maxConnections = CONNECTIONS;
      return door;
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  server.setValidatorCompiler(validatorsOnDemand);
  server.removeContentTypeParser('text/plain');
  installErrors(server, isDatabaseUnavailable);
  installTextCheck(server);
  enrolmentDoor(server, enrolments);
  return server;
}
