/** What the page asks of the controller over HTTP. */
import type { AreaListSchema, GroupListSchema } from '@loa-lang/schemas/http/areas';
import type { ClusterListSchema } from '@loa-lang/schemas/http/clusters';
import type { SelfSchema } from '@loa-lang/schemas/http/people';
import type { Static } from 'typebox';
import type { LiveRequest } from './talk/live-session.ts';
import type { Accepted } from './talk/told.ts';
import type { Register } from './where/places.ts';
import type { Language } from './words/texts.ts';

export interface LiveApi {
  register(): Promise<Register>;
  /** @returns what was accepted, or in words why not */
  request(body: LiveRequest): Promise<Accepted | string>;
  abandon(liveId: string): void;
  recordingUrl(bulletinId: string): string;
  /** by which the controller's clock is ahead of this browser's */
  skewMs(): number;
}

/** The controller tells its time in whole seconds; a clock within that is right. */
const SKEW_SEEN_MS = 2000;

/** @param root of the API @param pageHeader with which pages of this system send changes @param failed when there is no answer */
export function liveApi(root: string, pageHeader: string, language: Language, failed: string): LiveApi {
  let skew = 0;
  const ask = async (path: string, body?: object): Promise<Response> => {
    const headers = { 'content-type': 'application/json', [pageHeader]: '1' };
    const how = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${root}${path}`, { credentials: 'same-origin', ...how });
    const ahead = Date.parse(answer.headers.get('date') ?? '') - Date.now();
    if (!Number.isNaN(ahead)) skew = Math.abs(ahead) > SKEW_SEEN_MS ? ahead : 0;
    return answer;
  };
  const read = async <Body>(path: string): Promise<Body> => {
    const answer = await ask(path);
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()) as Body;
  };
  return {
    async register() {
      const [self, { areas }, { groups }, { clusters }] = await Promise.all([
        read<Static<typeof SelfSchema>>('/people/me'),
        read<Static<typeof AreaListSchema>>('/areas'),
        read<Static<typeof GroupListSchema>>('/groups'),
        read<Static<typeof ClusterListSchema>>('/clusters'),
      ]);
      return { areas, groups, clusters, own: self.areaIds };
    },
    async request(body) {
      try {
        const answer = await ask('/live', body);
        const told = await answer.json();
        return answer.ok ? (told as Accepted) : (told.message?.[language] ?? failed);
      } catch {
        return failed;
      }
    },
    abandon: (liveId) => void ask(`/live/${liveId}/end`, {}).catch(() => undefined),
    recordingUrl: (id) => `${root}/bulletins/${id}/audio`,
    skewMs: () => skew,
  };
}
