/**
 * Asks of every route the right it declares. A route without one is not registered. What the caller cannot know of is
 * answered as what is not there, so that guessing ids tells nothing.
 */
import type { ErrorCode } from '@loa-lang/schemas/errors/codes';
import type { FastifyRequest } from 'fastify';
import { type Place, sees } from '../../domain/permissions/sight.ts';
import type { Subject, Whereabouts } from '../../ports/whereabouts.ts';
import type { Permissions, Standing } from '../../services/people/permissions.ts';
import { Refusal } from '../../services/refusal.ts';
import type { HttpServer } from '../http-server.ts';
import { namedSubjects } from '../named-subjects.ts';
import type { Named, Right } from '../right.ts';

const UNKNOWN: Readonly<Record<Subject, ErrorCode>> = {
  area: 'area-unknown',
  group: 'group-unknown',
  cluster: 'cluster-unknown',
  device: 'device-unknown',
  bulletin: 'bulletin-unknown',
  template: 'template-unknown',
  asset: 'not-found',
  broadcast: 'broadcast-unknown',
  live: 'live-unknown',
  schedule: 'schedule-unknown',
  approval: 'approval-unknown',
  'dictionary-entry': 'dictionary-entry-unknown',
  outage: 'outage-unknown',
  silence: 'silence-unknown',
  emergency: 'emergency-unknown',
  'emergency-delegation': 'delegation-unknown',
  'on-the-spot-credential': 'spot-credential-unknown',
  'source-delivery': 'source-unknown',
  'relay-source': 'relay-source-unknown',
  incident: 'incident-unknown',
  maintenance: 'maintenance-unknown',
  'notification-channel': 'notification-channel-unknown',
  'notification-rule': 'notification-rule-unknown',
  notification: 'notification-unknown',
  complaint: 'complaint-unknown',
  'sound-reading': 'sound-reading-unknown',
  rollout: 'rollout-unknown',
  upload: 'upload-unknown',
};

/** Naming one of these in a request is to act there; naming another is only to use it. */
const PLACES: readonly Subject[] = ['area', 'group', 'cluster'];

/** Before the first route. */
export function installPermissions(server: HttpServer, permissions: Permissions, whereabouts: Whereabouts): void {
  server.addHook('onRoute', ({ method, url, config }) => {
    if (config?.right === undefined) throw new Error(`${String(method)} ${url} declares no right`);
  });
  server.decorateRequest('sight', null);
  // after validation: places are read from bodies
  server.addHook('preHandler', async (request) => {
    const { right } = request.routeOptions.config;
    if (right === undefined || right.action === 'open' || right.action === 'own') return;
    const { caller } = request;
    const { action } = right;
    refuseToken(request, right);
    if (action !== 'known') await permissions.require(caller, action);
    // whoever has everything is not kept waiting by the database: stopping must not fail for want of it
    if (caller.areaIds === 'everywhere') {
      request.sight = 'everything';
      return;
    }
    if (right.place === 'by use case') return;
    const standing = await permissions.standing(caller);
    request.sight = standing.sight;
    const { addressed, mentioned } = namedSubjects(request, right);
    const subjects = await located(addressed, standing, whereabouts, ({ subject }) => new Refusal(UNKNOWN[subject]));
    const others = await located(mentioned, standing, whereabouts, (named) => strange(named, caller.name));
    if (action === 'known') return;
    const acted = [...subjects, ...others.filter(({ subject }) => PLACES.includes(subject))];
    if (acted.length === 0 && right.place !== 'anywhere') throw new Refusal('not-permitted', { name: caller.name });
    const allowed = acted.every(({ place }) => isAllowed(standing, right, place));
    if (!allowed) throw new Refusal('not-permitted', { name: caller.name });
  });
}

const READING = ['GET', 'HEAD', 'OPTIONS'];

/** A token that may see changes nothing, whatever its person may. @throws Refusal */
function refuseToken({ caller, method }: Pick<FastifyRequest, 'caller' | 'method'>, { action, byToken = [] }: Right) {
  const { scope } = caller;
  const isOnlySeen = action === 'see' || action === 'known';
  if (scope === undefined || !isOnlySeen || READING.includes(method)) return;
  if (!byToken.some((each) => scope.includes(each))) throw new Refusal('not-permitted', { name: caller.name });
}

interface Located {
  subject: Subject;
  place: Place;
}

/** @throws what `hidden` says for the first that is not there, or not to be known of */
async function located(
  named: readonly Named[],
  { sight }: Standing,
  whereabouts: Whereabouts,
  hidden: (named: Named) => Refusal,
): Promise<Located[]> {
  const subjects = [...new Set(named.map(({ subject }) => subject))];
  const found = await Promise.all(
    subjects.map(async (subject) => {
      const ids = new Set(named.filter((each) => each.subject === subject).map(({ id }) => id));
      return [subject, await whereabouts.of(subject, [...ids])] as const;
    }),
  );
  const places = new Map(found);
  return named.map((each) => {
    const place = places.get(each.subject)?.get(each.id);
    if (place === undefined || !sees(sight, place)) throw hidden(each);
    return { subject: each.subject, place };
  });
}

function strange({ subject, id }: Named, name: string): Refusal {
  if (subject === 'area') return new Refusal('not-permitted', { name });
  const isTarget = subject === 'group' || subject === 'cluster';
  return isTarget ? new Refusal('targets-unknown', { ids: id }) : new Refusal(UNKNOWN[subject]);
}

function isAllowed({ may }: Standing, { action, whole }: Right, { folders = [], at }: Place): boolean {
  if (action === 'known' || action === 'own' || action === 'open') return true;
  // what is known of may be seen
  if (action === 'see' && whole === undefined) return true;
  const places = at.length > 0 ? at : folders;
  return places.length > 0 && may(action, places);
}
