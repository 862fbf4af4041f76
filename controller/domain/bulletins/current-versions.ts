/** Which versions of a bulletin count. */
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';

interface Versioned {
  version: number;
  language: string;
  removedAt: Date | null;
}

/** Of each language the highest, unless it was removed; Vietnamese first, then by language. */
export function currentVersions<V extends Versioned>(versions: readonly V[]): V[] {
  const latest = new Map<string, V>();
  for (const each of versions) {
    const known = latest.get(each.language);
    if (known === undefined || each.version > known.version) latest.set(each.language, each);
  }
  const rank = ({ language }: V) => (language === FALLBACK_LANGUAGE ? '' : language);
  return [...latest.values()].filter((each) => each.removedAt === null).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
