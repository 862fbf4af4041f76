/** Who asks, as the access plugin has found out. */
import type { FastifyRequest } from 'fastify';
import { type Caller, STATION } from '../domain/people/person.ts';

export const callerOf = (request: FastifyRequest): Caller => (request as { caller?: Caller }).caller ?? STATION;
