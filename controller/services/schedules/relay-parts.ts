/** Parts of programmes that are relayed, and whether their sources are there. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { StreamId } from '@loa-lang/schemas/ids';
import type { Schedule } from '../../domain/schedules/schedule.ts';
import type { RelaySource } from '../../domain/streams/relay-source.ts';
import { Refusal } from '../refusal.ts';

export type Programmes = Pick<Schedule, 'programme' | 'changes'>;
type RelayPart = Extract<ProgrammePart, { kind: 'relay' }>;
export type Sources = readonly Pick<RelaySource, 'id' | 'name' | 'enabled'>[];

export const relayParts = ({ programme, changes }: Programmes): RelayPart[] =>
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
