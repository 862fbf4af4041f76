/** The trial: on this machine, with nobody on record, whoever calls is the station. Nowhere else is anybody taken for it. */
import type { FastifyRequest } from 'fastify';
import { type Caller, STATION } from '../../domain/people/person.ts';
import type { People } from '../../services/people/people.ts';
import { isForwarded, isLoopbackHost } from './same-origin.ts';

export interface TrialDeps {
  people: Pick<People, 'any'>;
  /** the server is for this machine only, and nothing says how people reach it from outside */
  trial: boolean;
}

/** RFC 5735, RFC 4291: this machine itself, also as IPv6 says it of IPv4. */
const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && /^(::ffff:)?127\.|^::1$/i.test(address);

/** While nobody is on record any page in a browser of this machine could reach it: only its own names are answered. */
export const isTrial = ({ people, trial }: TrialDeps): boolean => trial && !people.any;

/** By the address that is connected, whatever the request says of itself; `undefined`: nobody. */
export function stationOf(request: FastifyRequest, deps: TrialDeps): Caller | undefined {
  const isHere = isLoopbackAddress(request.socket.remoteAddress) && isLoopbackHost(request) && !isForwarded(request);
  return isTrial(deps) && isHere ? STATION : undefined;
}

/** The bearer of the configured token: the operator; without anybody on record there is nobody but the station. */
export const bearerStation = ({ people }: Pick<TrialDeps, 'people'>): Caller | undefined =>
  people.any ? undefined : STATION;
