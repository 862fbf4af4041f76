/** Times in the words and the zone of now. */
import { createContext, createElement, type ReactNode, useContext, useMemo } from 'react';
import { useLanguage } from '../words/language.ts';
import { type TimeWords, timeWords } from '../words/time.ts';
import { useZone } from './queries.ts';

const Times = createContext(timeWords('vi'));

/** Finds out once for all below it: hundreds of rows that each looked for their commune would be most of a page's work. */
export function TimesOfHere({ children }: { children: ReactNode }) {
  const language = useLanguage();
  const zone = useZone();
  const times = useMemo(() => timeWords(language, zone), [language, zone]);
  return createElement(Times.Provider, { value: times }, children);
}

export const useTimes = (): TimeWords => useContext(Times);
