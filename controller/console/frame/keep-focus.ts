/**
 * What had the focus may go: its row is done with, its button is switched off while something is sent. Whoever works by
 * keys or by ear goes on from where they were, not from the beginning of the page (WCAG 2.4.3).
 */

/** Longer than windows and pages take to give the focus back themselves. */
const AFTER_MS = 60;

/** @returns stops it */
export function keepFocus(): () => void {
  let last: Element | undefined;
  /** from the nearest to the whole page */
  let around: Element[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const entered = ({ target }: FocusEvent) => {
    if (!(target instanceof Element)) return;
    last = target;
    around = ancestorsOf(target);
  };
  const left = () => {
    const before = last;
    // whoever presses beside everything has left it; what was taken away or switched off has not been left
    setTimeout(() => {
      const isLeft = last === before && document.activeElement === document.body && before !== undefined;
      if (isLeft && before.isConnected && !isOff(before)) last = undefined;
    });
  };
  const look = () => {
    timer = undefined;
    if (last === undefined || document.activeElement !== document.body) return;
    if (last.isConnected && !isOff(last)) {
      if (last instanceof HTMLElement) last.focus({ preventScroll: true });
      return;
    }
    // comes back when what it began, or waits for, is over
    if (last.isConnected && (last.matches('[data-loading]') || !isShown(last))) return;
    goTo(around.find((each) => each.isConnected && isShown(each)) ?? document.querySelector('main h1'));
  };
  const changed = () => {
    if (timer === undefined && last !== undefined && document.activeElement === document.body) {
      timer = setTimeout(look, AFTER_MS);
    }
  };
  const observer = new MutationObserver(changed);
  observer.observe(document.body, {
    ...{ childList: true, subtree: true, attributes: true },
    attributeFilter: ['disabled', 'data-loading', 'style'],
  });
  document.addEventListener('focusin', entered);
  document.addEventListener('focusout', left);
  return () => {
    observer.disconnect();
    clearTimeout(timer);
    document.removeEventListener('focusin', entered);
    document.removeEventListener('focusout', left);
  };
}

/** Below the part of the page that holds all others: to be led to that says nothing. */
function ancestorsOf(element: Element): Element[] {
  const found: Element[] = [];
  for (let each = element.parentElement; each !== null && !each.matches('main, body'); each = each.parentElement) {
    found.push(each);
  }
  // the page's own box
  return element.closest('main') === null ? found : found.slice(0, -1);
}

/** Switched off, or hidden while its page waits for something. */
const isOff = (element: Element): boolean => element.matches(':disabled') || !isShown(element);
const isShown = (element: Element): boolean => element.getClientRects().length > 0;

/** Not at something that a key still held would press. */
function goTo(place: Element | null | undefined): void {
  if (!(place instanceof HTMLElement)) return;
  if (!place.hasAttribute('tabindex')) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}
