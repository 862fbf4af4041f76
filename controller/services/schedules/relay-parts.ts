/** Parts of programmes that are relayed: whether their sources are there, and what is told of them when they are saved. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { StreamId } from '@loa-lang/schemas/ids';
import type { Schedule } from '../../domain/schedules/schedule.ts';
import type { RelaySource } from '../../domain/streams/relay-source.ts';
import { Refusal } from '../refusal.ts';
import type { ScheduleNotice } from './schedule-asks.ts';

type Programmes = Pick<Schedule, 'programme' | 'changes'>;
type RelayPart = Extract<ProgrammePart, { kind: 'relay' }>;
type Sources = readonly Pick<RelaySource, 'id' | 'name' | 'enabled'>[];

const relayParts = ({ programme, changes }: Programmes): RelayPart[] =>
  [programme, ...Object.values(changes).map((change) => change.programme ?? [])]
    .flat()
    .filter((part) => part.kind === 'relay');

/** Sources that its programmes name, those of single occurrences too. */
export const sourcesNamed = (schedule: Programmes): StreamId[] => [
  ...new Set(relayParts(schedule).flatMap(({ streamId }) => streamId ?? [])),
];

/** @param sources those of `sourcesNamed` that may be used there @throws Refusal for one that is not among them */
export function refuseUnknownSources(schedule: Programmes, sources: Sources): void {
  const known = new Set(sources.map(({ id }) => id));
  for (const { streamId, title } of relayParts(schedule)) {
    if (streamId !== undefined && !known.has(streamId)) throw new Refusal('relay-source-missing', { title });
  }
}

/** What would be silent as things are. */
export function relayNotices(schedule: Programmes, sources: Sources): ScheduleNotice[] {
  return relayParts(schedule).flatMap(({ streamId, title, minutes }): ScheduleNotice[] => {
    if (streamId === undefined) return [{ code: 'relay-silent', parameters: { title, minutes } }];
    const source = sources.find(({ id }) => id === streamId);
    if (source?.enabled === true) return [];
    return [{ code: 'relay-source-disabled', parameters: { title, name: source?.name ?? streamId } }];
  });
}
