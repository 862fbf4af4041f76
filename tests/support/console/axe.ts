/** What axe finds wrong with a page by WCAG 2.2 AA. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
let source: string | undefined;

/** Rules whose answer is another in other colours, or at another width, of the same page. */
export const OF_THE_LOOK = ['color-contrast', 'target-size', 'link-in-text-block', 'meta-viewport'];

/**
 * One line for each place that is wrong: rule, element, what to do. Empty where nothing is.
 *
 * @param rules all of WCAG 2.2 AA when not set
 */
export async function axeFaults(page: Page, within?: string, rules?: readonly string[]): Promise<string[]> {
  source ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // by the debugger's way: the page's own policy lets no script in from elsewhere
  await page.evaluate(source);
  return page.evaluate(
    async ([part, runOnly]) => {
      // biome-ignore lint/suspicious/noExplicitAny: a global of the page
      const { axe } = globalThis as any;
      const found: AxeResults = await axe.run(part ?? document, { runOnly });
      const elementOf = (target: unknown) => (typeof target === 'string' ? document.querySelector(target) : null);
      return found.violations.flatMap(({ id, nodes }) =>
        nodes
          // poles that stand close together hide each other on a map; the list beside it opens the same pages (2.5.8, "equivalent")
          .filter(
            ({ target: [first] }) => id !== 'target-size' || elementOf(first)?.closest('.maplibregl-marker') == null,
          )
          .map(
            ({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary.replaceAll('\n', ' ')}`,
          ),
      );
    },
    [
      within,
      rules === undefined ? { type: 'tag' as const, values: TAGS } : { type: 'rule' as const, values: [...rules] },
    ] as const,
  );
}
