/** Rule: decision 6 names every direct need with a reason, and nothing else. */
import { directNeeds, type Project } from './lock.ts';

export const DECISION = 6;

/** Rows "| packages | where | why |" by package; what stands in parentheses behind a name is a remark. */
function reasonsIn(table: string): Map<string, string> {
  const rows = [...table.matchAll(/^\| *([^|]+?) *\|[^|]*\| *([^|]*?) *\|$/gm)].slice(2);
  return new Map(
    rows.flatMap(([, names = '', why = '']) => names.split(/, */).map((name) => [name.replace(/ \(.*\)$/, ''), why])),
  );
}

/** @returns a sentence for each fault. */
export function reasonFaults(project: Project): string[] {
  const reasons = reasonsIn(project.decisions.get(DECISION) ?? '');
  const needed = new Set(directNeeds(project).map(({ name }) => name));
  const missing = [...needed].flatMap((name) => {
    const why = reasons.get(name);
    if (!why) return [`${name} has no reason in decision ${DECISION}.`];
    const elsewhere = /^see (\d+)$/.exec(why)?.[1];
    if (elsewhere === undefined || namesPackage(project.decisions.get(Number(elsewhere)) ?? '', name)) return [];
    return [`${name}: decision ${DECISION} says "${why}", and decision ${elsewhere} does not name it.`];
  });
  const left = [...reasons.keys()].filter((name) => !needed.has(name));
  return [...missing, ...left.map((name) => `${name} has a reason in decision ${DECISION}, and nobody needs it.`)];
}

const namesPackage = (text: string, name: string): boolean => text.split(/[^\w@/.-]+/).includes(name);
