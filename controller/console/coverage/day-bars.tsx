/** Days, or weeks, as small bars. */
import type { CoverageHistoryBody } from '@loa-lang/schemas/http/coverage-history';
import { useTimes } from '../api/times.ts';
import { Bars } from '../parts/bars.tsx';
import { Section } from '../parts/page.tsx';
import { coverage } from '../words/coverage.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import { isByWeek, piecesOf, shareOf } from './spans.ts';

export function DayBars({ days }: { days: CoverageHistoryBody['days'] }) {
  const say = useWords(coverage);
  const times = useTimes();
  const numbers = useNumbers();
  const isWeekly = isByWeek(days);
  const title = say(isWeekly ? 'byWeek' : 'byDay');
  const bars = piecesOf(days).map((piece) => {
    const share = shareOf(piece);
    const day = times.wholeDay(`${piece.day}T12:00:00Z`);
    const label =
      share === undefined
        ? say('barNothing', { day })
        : say(isWeekly ? 'barWeek' : 'barDay', {
            ...{ day, share: numbers.percent(share), broadcasts: numbers.plain(piece.broadcasts) },
          });
    return { key: piece.day, share, label };
  });
  return (
    <Section title={title}>
      <Bars bars={bars} caption={title} height={72} />
    </Section>
  );
}
