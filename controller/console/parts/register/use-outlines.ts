/** Brings the outlines of a file onto the commune's map, once its hamlets are there. */
import type { MapReport } from '@loa-lang/schemas/http/map';
import { useQueryClient } from '@tanstack/react-query';
import { ask, query } from '../../api/ask.ts';
import { useLanguage } from '../../words/language.ts';
import { setup } from '../../words/setup.ts';
import { useWords } from '../../words/words.ts';
import { useProblemWords } from '../problem-notice.tsx';
import { useTell } from '../toasts.tsx';
import { type HamletOutlines, outlinesFor } from './hamlet-outlines.ts';

/** @returns resolves when it is told how that went; it throws nothing, since the hamlets themselves are saved */
export function useOutlines(
  communeId: string,
): (outlines: HamletOutlines, rows: readonly (readonly string[])[]) => Promise<void> {
  const say = useWords(setup);
  const language = useLanguage();
  const inWords = useProblemWords();
  const tell = useTell();
  const client = useQueryClient();
  return async (outlines, rows) => {
    if (!outlines.features.some(({ isArea }) => isArea)) return;
    const form = new FormData();
    form.append('file', outlinesFor(outlines, rows), 'thon.geojson');
    try {
      const address = `/import/map${query({ communeId, layer: 'hamlets' })}`;
      const report = await ask<MapReport>(address, { method: 'POST', body: form });
      const [fault] = report.faults;
      if (report.applied) tell({ text: say('outlinesOnMap', { count: report.features }) });
      else tell({ text: say('outlinesNotOnMap', { why: fault?.message[language] ?? '' }), tone: 'fault' });
      await client.invalidateQueries({ queryKey: ['map'] });
    } catch (error) {
      tell({ text: say('outlinesNotOnMap', { why: inWords(error) }), tone: 'fault' });
    }
  };
}
