/** What an entry of the audit log concerned, by its name: as it was called then, else as it is called now. */
import type { ChainedEntry } from '../../domain/audit/chain.ts';
import type { NamedKind, SubjectNames } from '../../ports/subject-names.ts';

/** By the first part of an act's route. */
const KINDS: Readonly<Record<string, NamedKind>> = {
  areas: 'area',
  groups: 'group',
  clusters: 'cluster',
  devices: 'device',
  bulletins: 'bulletin',
  broadcasts: 'broadcast',
  approvals: 'approval',
  schedules: 'schedule',
  accounts: 'person',
  'relay-sources': 'relay-source',
  'notification-channels': 'notification-channel',
  incidents: 'incident',
  complaints: 'complaint',
};
/** What a thing is called by, in what was asked and what it was before and after. */
const NAMES = ['title', 'name'] as const;
const LONGEST = 120;

type Entry = Pick<ChainedEntry, 'seq' | 'act' | 'subjectId' | 'details' | 'communeId'>;

/** @returns `seq` of an entry → name; entries that concern nothing with a name are left out */
export async function nameSubjects(
  entries: readonly Entry[],
  subjectNames: SubjectNames,
): Promise<ReadonlyMap<number, string>> {
  const unnamed = new Map<NamedKind, Set<string>>();
  for (const entry of entries) {
    const kind = kindOf(entry);
    if (nameInside(entry.details) !== undefined || kind === undefined || entry.subjectId === undefined) continue;
    unnamed.set(kind, (unnamed.get(kind) ?? new Set()).add(entry.subjectId));
  }
  const known = new Map(
    await Promise.all([...unnamed].map(async ([kind, ids]) => [kind, await subjectNames.of(kind, [...ids])] as const)),
  );
  return new Map(
    entries.flatMap((entry): [number, string][] => {
      const kind = kindOf(entry);
      const now = kind === undefined ? undefined : known.get(kind)?.get(entry.subjectId ?? '');
      const name = nameInside(entry.details) ?? now;
      return name === undefined ? [] : [[entry.seq, name.slice(0, LONGEST)]];
    }),
  );
}

function kindOf({ act }: Entry): NamedKind | undefined {
  const [, first = ''] = /^\w+ \/([\w-]+)/.exec(act) ?? [];
  return Object.hasOwn(KINDS, first) ? KINDS[first] : undefined;
}

function nameInside(details: unknown): string | undefined {
  if (!isRecord(details)) return undefined;
  // what it was called before says more of a thing that was renamed than what it is called since
  for (const part of [details.before, details.after, details.asked]) {
    if (!isRecord(part)) continue;
    const named = NAMES.map((field) => part[field]).find((text) => typeof text === 'string' && text.trim() !== '');
    if (typeof named === 'string') return named;
  }
  return undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
