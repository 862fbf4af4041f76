/** The addresses of the console's pages, as its own families list them, with somebody who may see each. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeatRole } from './seats.ts';
import type { Stage } from './stage.ts';

const CONSOLE = new URL('../../../controller/console/', import.meta.url).pathname;
const ROUTE = /pageRoute\(\s*'([^']+)',\s*'([^']+)'/g;

export interface ConsolePage {
  /** as the family wrote it: `/cum-loa/:id` */
  pattern: string;
  path: string;
  who: SeatRole;
}

const WHO: Readonly<Record<string, SeatRole>> = {
  trigger: 'approver',
  emergency: 'approver',
  manage: 'commune-administrator',
  settle: 'commune-administrator',
  administer: 'commune-administrator',
};

/** What only somebody over all communes is told, or has all of. */
const OVER_ALL = ['/cum-loa/cho-nhan', '/cai-dat/:section'];

/** Patterns and rights of all pages, in the order of their families. */
export function listedPages(): { pattern: string; needs: string }[] {
  const families = readdirSync(CONSOLE, { withFileTypes: true }).filter((each) => each.isDirectory());
  return families.flatMap(({ name }) => {
    let text: string;
    try {
      text = readFileSync(join(CONSOLE, name, 'routes.ts'), 'utf8');
    } catch {
      return [];
    }
    return [...text.matchAll(ROUTE)].map(([, pattern = '', needs = '']) => ({ pattern, needs }));
  });
}

/** With what a stage has for each hole of a pattern; a pattern that nobody told of fails. */
export function pagesOf(
  { places, life }: Pick<Stage, 'places' | 'life'>,
  holes: Readonly<Record<string, string | readonly string[]>> = {},
) {
  const told: Readonly<Record<string, string | readonly string[] | undefined>> = {
    '/cum-loa/phien-ban/:id': life?.rolloutId,
    '/cum-loa/:id': places?.clusters[0]?.id,
    '/cho-duyet/:id': life?.approvalId,
    '/soan-tin/:id': life?.bulletinIds.at(-1),
    ...holes,
  };
  return listedPages().flatMap(({ pattern, needs }): ConsolePage[] => {
    const who = OVER_ALL.includes(pattern) ? 'province-administrator' : (WHO[needs] ?? 'officer');
    if (!pattern.includes(':')) return [{ pattern, path: pattern, who }];
    const values = told[pattern];
    if (values === undefined) throw new Error(`${pattern}: say in the test what stands in its place`);
    return [values].flat().map((value) => ({ pattern, path: pattern.replace(/:\w+/, value), who }));
  });
}
