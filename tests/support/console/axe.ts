/** What axe finds wrong with a page by WCAG 2.2 AA. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
let source: string | undefined;

/** One line for each place that is wrong: rule, element, what to do. Empty where nothing is. */
export async function axeFaults(page: Page, within?: string): Promise<string[]> {
  source ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // by the debugger's way: the page's own policy lets no script in from elsewhere
  await page.evaluate(source);
  const { violations } = (await page.evaluate(
    ([tags, part]) =>
      // biome-ignore lint/suspicious/noExplicitAny: a global of the page
      (globalThis as any).axe.run(part ?? document, { runOnly: { type: 'tag', values: tags } }),
    [TAGS, within] as const,
  )) as AxeResults;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary.replaceAll('\n', ' ')}`,
    ),
  );
}
