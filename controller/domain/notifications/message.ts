/** What a notification says: what, where, since when, what to do. Plain text; the first line of a mail fits a phone. */

import type { Words } from '@loa-lang/schemas/errors/codes';
import { INCIDENT_WORDS } from '@loa-lang/schemas/errors/incidents';
import { INCIDENTS, type IncidentKind, SEVERITIES, type Severity } from '@loa-lang/schemas/states/incident';
import type { MessageLanguage, NotificationType } from '@loa-lang/schemas/states/notification';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { dayMonthTime } from '../text/instant-words.ts';
import { INCIDENT_TITLES } from './titles.ts';
import { HEADINGS, SEVERITY_WORDS, WORDS } from './words.ts';

export interface ToldIncident {
  id: string;
  kind: string;
  detail: string;
  raisedAt: EpochMillis;
  clearedAt: EpochMillis | undefined;
  cluster?: { id: string; code: string; name: string } | undefined;
  hamlet?: string | undefined;
  commune?: string | undefined;
}

export interface Message {
  type: NotificationType;
  language: MessageLanguage;
  /** one line */
  subject: string;
  text: string;
  /** of how many incidents it tells; `incidents` has the first hundred */
  count: number;
  severity: Severity;
  place: string;
  since: string;
  url: string | undefined;
  incidents: {
    id: string;
    kind: string;
    severity: Severity;
    title: string;
    detail: string;
    place: string;
    clusterId?: string;
    raisedAt: EpochMillis;
    clearedAt?: EpochMillis;
  }[];
}

/** Of one message; the rest is counted. */
const MOST_LISTED = 100;
const MOST_TOLD_IN_FULL = 5;
const LONGEST_DETAIL = 300;
const LONGEST_SUBJECT = 110;

export interface MessageFacts {
  type: Exclude<NotificationType, 'test'>;
  language: MessageLanguage;
  incidents: readonly ToldIncident[];
  /** where people reach this system */
  publicUrl: string | undefined;
  zone: string;
}

export function messageOf(facts: MessageFacts): Message {
  const { type, language, publicUrl, zone } = facts;
  const incidents = facts.incidents.toSorted((a, b) => weight(a) - weight(b) || a.raisedAt - b.raisedAt);
  const [first] = incidents;
  if (first === undefined) throw new Error('a message about nothing');
  const severity = severityOf(first);
  const told = incidents.slice(0, MOST_LISTED);
  const places = new Set(incidents.map((each) => placeOf(each, language)));
  const place = places.size === 1 ? placeOf(first, language) : (communeOf(incidents) ?? WORDS.severalPlaces[language]);
  const since = dayMonthTime(Math.min(...incidents.map(({ raisedAt }) => raisedAt)), zone);
  const url = publicUrl === undefined ? undefined : `${publicUrl}/`;
  const heading = HEADINGS[type][language](incidents.length);
  const what = incidents.length === 1 ? titleOf(first.kind)[language] : mostOf(incidents, language);
  const text = [
    heading,
    '',
    ...(type === 'digest' ? digestLines(told, language, zone) : lines(told, type, language, zone)),
    ...(incidents.length > told.length ? [WORDS.more[language](incidents.length - told.length)] : []),
    ...(url === undefined ? [] : ['', `${WORDS.open[language]}: ${url}`]),
  ];
  return {
    ...{ type, language, count: incidents.length, severity, place, since, url },
    subject: shortened(oneLine(`${heading}: ${what} – ${place}`), LONGEST_SUBJECT),
    text: text.join('\n'),
    incidents: told.map((each) => ({
      ...{ id: each.id, kind: each.kind, severity: severityOf(each), title: titleOf(each.kind)[language] },
      ...{ detail: shortened(oneLine(each.detail), LONGEST_DETAIL), place: placeOf(each, language) },
      ...(each.cluster !== undefined && { clusterId: each.cluster.id }),
      raisedAt: each.raisedAt,
      ...(each.clearedAt !== undefined && { clearedAt: each.clearedAt }),
    })),
  };
}

/** Somebody tries whether it arrives. */
export function testMessage(language: MessageLanguage, publicUrl: string | undefined, now: string): Message {
  const subject = HEADINGS.test[language](1);
  const url = publicUrl === undefined ? undefined : `${publicUrl}/`;
  const text = [WORDS.test[language], '', now, ...(url === undefined ? [] : ['', url])].join('\n');
  const nothing = { count: 0, severity: 'notice' as const, place: '', since: now, incidents: [] };
  return { type: 'test', language, subject, text, url, ...nothing };
}

function lines(told: readonly ToldIncident[], type: NotificationType, language: MessageLanguage, zone: string) {
  // a storm is a list; of a few each says what to do
  if (told.length > MOST_TOLD_IN_FULL) return told.map((each) => `- ${lineOf(each, language, zone)}`);
  return told.flatMap((incident, index) => {
    const { detail, raisedAt, clearedAt } = incident;
    const severity = SEVERITY_WORDS[severityOf(incident)][language];
    const span = `${WORDS.since[language]} ${dayMonthTime(raisedAt, zone)}`;
    const end = clearedAt === undefined ? '' : `, ${WORDS.until[language]} ${dayMonthTime(clearedAt, zone)}`;
    const about = oneLine(detail);
    return [
      ...(index === 0 ? [] : ['']),
      `${WORDS.what[language]}: ${titleOf(incident.kind)[language]} (${severity})`,
      `${WORDS.where[language]}: ${placeOf(incident, language)}`,
      `${WORDS.when[language]}: ${span}${end}`,
      ...(about === '' ? [] : [`${WORDS.detail[language]}: ${shortened(about, LONGEST_DETAIL)}`]),
      ...(type === 'over' ? [] : [`${WORDS.toDo[language]}: ${adviceOf(incident.kind)[language]}`]),
    ];
  });
}

function digestLines(told: readonly ToldIncident[], language: MessageLanguage, zone: string): string[] {
  const groups = [
    { title: WORDS.stillOpen[language], of: told.filter(({ clearedAt }) => clearedAt === undefined) },
    { title: WORDS.over[language], of: told.filter(({ clearedAt }) => clearedAt !== undefined) },
  ].filter(({ of }) => of.length > 0);
  return groups.flatMap(({ title, of }, index) => [
    ...(index === 0 ? [] : ['']),
    `${title} (${of.length}):`,
    ...of.map((each) => `- ${lineOf(each, language, zone)}`),
  ]);
}

const lineOf = (incident: ToldIncident, language: MessageLanguage, zone: string): string =>
  `${placeOf(incident, language)}: ${titleOf(incident.kind)[language]} (${dayMonthTime(incident.raisedAt, zone)})`;

/** `Cụm 03 Nhà văn hoá, thôn Trại, Ngọc Thiện` */
function placeOf({ cluster, hamlet, commune }: ToldIncident, language: MessageLanguage): string {
  const pole = cluster === undefined ? undefined : `${WORDS.cluster[language]} ${cluster.code} ${cluster.name}`;
  const parts = [pole, hamlet, commune].filter((part) => part !== undefined).map(oneLine);
  return parts.length === 0 ? WORDS.system[language] : shortened(parts.join(', '), 200);
}

function communeOf(incidents: readonly ToldIncident[]): string | undefined {
  const communes = new Set(incidents.map(({ commune }) => commune));
  const [only] = communes;
  return communes.size === 1 && only !== undefined ? oneLine(only) : undefined;
}

/** The kind that most of them are of. */
function mostOf(incidents: readonly ToldIncident[], language: MessageLanguage): string {
  const counts = new Map<string, number>();
  for (const { kind } of incidents) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const [kind = '', count = 0] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  return counts.size === 1 ? titleOf(kind)[language] : `${titleOf(kind)[language]} (${count}), …`;
}

const isKnown = (kind: string): kind is IncidentKind => Object.hasOwn(INCIDENTS, kind);
const titleOf = (kind: string): Words => (isKnown(kind) ? INCIDENT_TITLES[kind] : { vi: kind, en: kind });
const adviceOf = (kind: string): Words => (isKnown(kind) ? INCIDENT_WORDS[kind] : WORDS.unknownAdvice);
const severityOf = ({ kind }: Pick<ToldIncident, 'kind'>): Severity =>
  isKnown(kind) ? INCIDENTS[kind].severity : 'minor';
const weight = (incident: ToldIncident): number => SEVERITIES.indexOf(severityOf(incident));

/** What stands in a subject or a list is one line, whatever it was: no text makes a header of its own. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
/** By characters as people count them. */
export function shortened(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest
    ? text
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}
