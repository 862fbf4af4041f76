/** `9 thôn · 1.203 hộ · 14 cụm loa`. */
import { useCallback } from 'react';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/words.ts';
import type { Counted } from './count-targets.ts';

export function useCountWords(): (counted: Counted) => string {
  const say = useWords(common);
  return useCallback(
    ({ hamletIds, households, clusterIds }) =>
      [
        // of one hamlet its name stands beside it
        ...(hamletIds.size === 1 ? [] : [say('hamlets', { count: hamletIds.size })]),
        say('households', { count: households }),
        say('clusters', { count: clusterIds.size }),
      ].join(' · '),
    [say],
  );
}
