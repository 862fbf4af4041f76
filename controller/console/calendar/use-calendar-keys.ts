/** Keys of the calendar; what is typed into a field or a dialog is nobody's but theirs. */
import { useEffect, useRef } from 'react';
import type { View } from './days.ts';

export interface CalendarKeys {
  onStep: (step: 1 | -1) => void;
  onToday: () => void;
  onView: (view: View) => void;
}

const ELSEWHERE = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="radiogroup"]';

export function useCalendarKeys(keys: CalendarKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(ELSEWHERE) !== null) return;
      const { onStep, onToday, onView } = latest.current;
      const key = event.key.toLowerCase();
      if (key === 'arrowleft') onStep(-1);
      else if (key === 'arrowright') onStep(1);
      else if (key === 't') onToday();
      else if (key === 'u') onView('week');
      else if (key === 'm') onView('month');
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
