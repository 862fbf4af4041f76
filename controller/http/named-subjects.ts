/** What a request names in its address, its query and its body: each must be there for the caller to know of. */
import type { FastifyRequest } from 'fastify';
import type { Subject } from '../ports/whereabouts.ts';
import type { Named, Right } from './right.ts';

/** Fields that name something by its id, wherever they stand. */
export const NAMING_FIELDS: Readonly<Record<string, Subject>> = {
  areaId: 'area',
  areaIds: 'area',
  communeId: 'area',
  communeIds: 'area',
  hamletId: 'area',
  hamletIds: 'area',
  parentId: 'area',
  under: 'area',
  groupId: 'group',
  groupIds: 'group',
  clusterId: 'cluster',
  clusterIds: 'cluster',
  firstClusterId: 'cluster',
  deviceId: 'device',
  bulletinId: 'bulletin',
  bulletinIds: 'bulletin',
  broadcastId: 'broadcast',
  scheduleId: 'schedule',
  channelId: 'notification-channel',
};

export interface NamedSubjects {
  /** in the address */
  addressed: Named[];
  /** in the query or the body */
  mentioned: Named[];
}

export function namedSubjects(request: FastifyRequest, { of, before, named }: Right): NamedSubjects {
  const params = request.params as Record<string, unknown>;
  const query = request.query as Record<string, unknown>;
  return {
    addressed: [...(of === undefined ? [] : text(params.id).map((id) => ({ subject: of, id }))), ...within(params)],
    mentioned: [
      ...(before === undefined ? [] : text(query.before).map((id) => ({ subject: before, id }))),
      ...within(query),
      ...within(request.body),
      ...(named?.(request) ?? []),
    ],
  };
}

/** Bodies are checked by their schemas first, which bound their depth. */
function within(value: unknown): Named[] {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    const subject = Array.isArray(value) ? undefined : NAMING_FIELDS[field];
    if (subject === undefined) return within(inner);
    return (Array.isArray(inner) ? inner.flatMap(text) : text(inner)).map((id) => ({ subject, id }));
  });
}

const text = (value: unknown): string[] => (typeof value === 'string' ? [value] : []);
