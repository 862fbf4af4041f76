/** Times in the words and the zone of now. */
import { useMemo } from 'react';
import { useLanguage } from '../words/language.ts';
import { type TimeWords, timeWords } from '../words/time.ts';
import { useZone } from './queries.ts';

export function useTimes(): TimeWords {
  const language = useLanguage();
  const zone = useZone();
  return useMemo(() => timeWords(language, zone), [language, zone]);
}
