/** The right that a route asks for, said where the route is. */
import type { Action } from '@loa-lang/schemas/states/people';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../domain/people/person.ts';
import { NOTHING, type Sight } from '../domain/permissions/sight.ts';
import type { Subject } from '../ports/whereabouts.ts';

export interface Named {
  subject: Subject;
  id: string;
}

export interface Right {
  /**
   * `known`: whoever is known to the system; `own`: whoever has signed in in this browser, about the own account, also
   * before a second factor; `open`: anybody, known by nothing or by what the address holds
   */
  action: Action | 'known' | 'own' | 'open';
  /** what `:id` names */
  of?: Subject;
  /** what the field `before` of the query names */
  before?: Subject;
  /** named in another way than by a field of the request's body or query */
  named?: (request: FastifyRequest) => Named[];
  /**
   * Where nothing is named: `anywhere`: the right is enough, and what is answered is bounded by the caller's sight;
   * `by use case`: only the use case knows the place. Absent: what names no place concerns every place.
   */
  place?: 'anywhere' | 'by use case';
  /**
   * Where the right is only to see and something is changed all the same, because the use case knows who may: one of
   * these an API token has to pass on. Absent: no token will do.
   */
  byToken?: readonly Action[];
  /** open, and tells more to whoever is known: `caller` is nobody for others */
  more?: 'for the known';
  /** what is told of it is told as a whole: all of where it sounds must be the caller's, not a part */
  whole?: true;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    right?: Right;
  }
  interface FastifyRequest {
    /** what the caller can know of; nothing before it was looked up */
    sight: Sight | null;
  }
}

/** To be spread into a route's options. */
export const needs = (action: Right['action'], more: Omit<Right, 'action'> = {}) => ({
  config: { right: { action, ...more } satisfies Right as Right },
});

export const sightOf = (request: { sight: Sight | null; caller: Caller }): Sight => request.sight ?? NOTHING;
