/** What may not be the case on any page. */
import type { Page } from 'playwright-core';

/** Elements that make the page wider than the window. */
export const overflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((each) => each.getBoundingClientRect().right > wide + 1)
      .slice(0, 5)
      .map(
        (each) =>
          `${each.tagName.toLowerCase()}.${each.className} reaches ${each.getBoundingClientRect().right} of ${wide}`,
      );
  });

/** Text that is the key of a word, not a word: `today.title`, or an interpolation that nobody filled. */
export const missingWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.parentElement?.closest('script, style, code, pre') != null) continue;
      const text = (node.textContent ?? '').trim();
      if (/^[a-z][A-Za-z]*([.:][a-z][A-Za-z0-9-]*)+$/.test(text) || /\{\{|undefined|\[object/.test(text))
        found.push(text);
    }
    return found;
  });
