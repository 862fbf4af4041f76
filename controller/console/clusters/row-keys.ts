/** Arrows go from row to row, `/` to the search: the list is used with the keyboard alone. */
import { type RefObject, useEffect } from 'react';

const ROW = 'a[data-row]';

/** The row that an arrow leads to. @param step 1 down, −1 up */
export function stepTo(rows: readonly HTMLElement[], from: Element | null, step: 1 | -1): HTMLElement | undefined {
  const at = rows.indexOf(from as HTMLElement);
  return at < 0 ? rows[0] : rows[at + step];
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);

export function useRowKeys(frame: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const search = frame.current?.querySelector<HTMLInputElement>('input[type="search"]');
      if (event.key === '/' && !isTyping(event.target)) {
        event.preventDefault();
        search?.focus();
        return;
      }
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      const inside = frame.current?.contains(document.activeElement) === true;
      if (isTyping(event.target) && event.target !== search) return;
      if (!inside && document.activeElement !== document.body && !document.activeElement?.matches('h1')) return;
      const rows = [...(frame.current?.querySelectorAll<HTMLElement>(ROW) ?? [])];
      const to = stepTo(rows, document.activeElement, event.key === 'ArrowDown' ? 1 : -1);
      if (to === undefined) return;
      event.preventDefault();
      to.focus();
      to.scrollIntoView({ block: 'nearest' });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [frame]);
}
