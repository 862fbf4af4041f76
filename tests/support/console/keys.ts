/** Somebody who has keys alone: goes about by Tab, and sees at each step where they are. Never uses the mouse. */
import type { CDPSession, Page } from 'playwright-core';
import { sleep } from '../eventually.ts';

/** What has the focus, as a screen reader would say it. */
export interface Focused {
  role: string;
  name: string;
}

export interface Keys {
  /** steps at which the focus was lost, hidden or without a mark */
  faults: string[];
  /** Presses Tab until what has the focus is named so. @throws after `most` steps with what was met */
  tabTo(role: string, name: RegExp | string, most?: number): Promise<Focused>;
  /** What has the focus now. */
  focused(): Promise<Focused>;
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Holds a key as a hand does: it repeats. */
  hold(key: string, ms?: number): Promise<void>;
}

const HELD_MS = 2300;
const REPEATS_EVERY_MS = 60;

export async function keysOf(page: Page): Promise<Keys> {
  const debug = await page.context().newCDPSession(page);
  const faults: string[] = [];
  const focused = () => focusedOf(debug);
  const step = async () => {
    await page.keyboard.press('Tab');
    const fault = await page.evaluate(focusFault);
    if (fault !== undefined) faults.push(fault);
  };
  return {
    faults,
    focused,
    async tabTo(role, name, most = 80) {
      const met: string[] = [];
      for (let count = 0; count <= most; count++) {
        if (count > 0) await step();
        const now = await focused();
        const isNamed = typeof name === 'string' ? now.name === name : name.test(now.name);
        if (now.role === role && isNamed) return now;
        met.push(`${now.role} ${now.name}`);
      }
      throw new Error(`no ${role} "${name}" by Tab; met ${met.join(' | ')}`);
    },
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    async hold(key, ms = HELD_MS) {
      const until = performance.now() + ms;
      while (performance.now() < until) {
        await page.keyboard.down(key);
        await sleep(REPEATS_EVERY_MS);
      }
      await page.keyboard.up(key);
    },
  };
}

async function focusedOf(debug: CDPSession): Promise<Focused> {
  const { result } = await debug.send('Runtime.evaluate', { expression: 'document.activeElement' });
  if (result.objectId === undefined) return { role: 'none', name: '' };
  const { nodes } = await debug.send('Accessibility.getPartialAXTree', {
    objectId: result.objectId,
    fetchRelatives: false,
  });
  const [node] = nodes;
  return { role: String(node?.role?.value ?? 'none'), name: String(node?.name?.value ?? '') };
}

/** In the page: what is wrong with where the focus is. */
function focusFault(): string | undefined {
  const at = document.activeElement;
  // past the last thing on the page lies the browser itself
  if (at === null || at === document.body) return undefined;
  const said = `${at.tagName.toLowerCase()} "${(at.getAttribute('aria-label') ?? at.textContent ?? '').slice(0, 40)}"`;
  const marked = (each: Element | null | undefined): boolean => {
    if (each == null) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  };
  const labels = at instanceof HTMLInputElement ? [...(at.labels ?? [])] : [];
  const near = [at, at.parentElement, at.nextElementSibling, ...labels];
  const bordered = at.matches('input, textarea, select');
  // the browser's own player marks the button inside it
  if (!near.some(marked) && !bordered && !at.matches('audio')) return `${said} has no mark`;
  const shown = labels[0] !== undefined && at.getBoundingClientRect().width < 5 ? labels[0] : at;
  const { left, top, right, bottom } = shown.getBoundingClientRect();
  const inView = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  if (!inView) return `${said} lies outside the window`;
  const [x, y] = [
    (Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
    (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
  ];
  const over = document.elementFromPoint(x, y);
  // a message of what was just done goes by itself
  if (over?.closest('[role=status]') != null) return undefined;
  if (over !== null && !shown.contains(over) && !over.contains(shown) && !labels.some((each) => each.contains(over))) {
    return `${said} lies under ${over.tagName.toLowerCase()}.${over.className}`;
  }
  return undefined;
}
