/** How the draft will be read, asked for when the hands rest. */
import type { ReadingCreate } from '@loa-lang/schemas/http/readings';
import { useEffect, useState } from 'react';
import { serverNow } from '../../api/clock.ts';
import { useTimes } from '../../api/times.ts';
import { type DraftStore, useField } from '../draft/draft-store.ts';
import { useReading } from '../queries.ts';
import { airDates } from '../when/when.ts';

const REST_MS = 400;

export function useDraftReading(store: DraftStore, communeId: string) {
  const times = useTimes();
  const text = useField(store, 'text');
  const corrections = useField(store, 'corrections');
  const source = useField(store, 'source');
  const when = useField(store, 'when');
  const days = airDates(when, times.isoDay(serverNow())).join();
  const [asked, setAsked] = useState<ReadingCreate>();
  useEffect(() => {
    const timer = setTimeout(() => {
      const airing = days === '' ? [] : days.split(',');
      setAsked(source === 'text' ? { communeId, text, corrections, airDates: airing } : undefined);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [communeId, text, corrections, source, days]);
  return useReading(asked);
}
