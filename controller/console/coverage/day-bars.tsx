/** Days, or weeks, as small bars. */
import type { CoverageHistoryBody } from '@loa-lang/schemas/http/coverage-history';
import { useTimes } from '../api/times.ts';
import { type Bar, Bars } from '../parts/bars.tsx';
import { Section } from '../parts/page.tsx';
import { coverage } from '../words/coverage.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import { isByWeek, type Piece, piecesOf, shareOf } from './spans.ts';

/** More figures than this run into each other. */
const WITH_FIGURES = 14;
const MOST_DATES = 5;

/** `27/11` */
const shortDay = (day: string): string => day.slice(5).split('-').reverse().join('/');

export function DayBars({ days }: { days: CoverageHistoryBody['days'] }) {
  const say = useWords(coverage);
  const times = useTimes();
  const numbers = useNumbers();
  const isWeekly = isByWeek(days);
  const title = say(isWeekly ? 'byWeek' : 'byDay');
  const all = piecesOf(days);
  const every = all.length <= WITH_FIGURES ? 1 : Math.ceil(all.length / MOST_DATES);
  const bars = all.map((piece, index): Bar => {
    const share = shareOf(piece);
    const day = times.wholeDay(`${piece.day}T12:00:00Z`);
    const label =
      share === undefined
        ? say('barNothing', { day })
        : say(isWeekly ? 'barWeek' : 'barDay', {
            ...{ day, share: numbers.percent(share), broadcasts: numbers.plain(piece.broadcasts) },
          });
    const isDated = (all.length - 1 - index) % every === 0;
    const over = all.length <= WITH_FIGURES && share !== undefined ? numbers.percent(share) : undefined;
    return { key: piece.day, share, label, over, under: isDated ? shortDay(piece.day) : undefined };
  });
  return (
    <Section title={title}>
      <Bars bars={bars} caption={title} height={72} />
      <Extremes pieces={all} />
    </Section>
  );
}

/** The best and the worst day: bars alone look alike. */
function Extremes({ pieces }: { pieces: readonly Piece[] }) {
  const say = useWords(coverage);
  const times = useTimes();
  const numbers = useNumbers();
  const told = pieces
    .flatMap((piece) => {
      const share = shareOf(piece);
      return share === undefined ? [] : [{ day: piece.day, share }];
    })
    .sort((a, b) => a.share - b.share);
  const [worst, best] = [told[0], told.at(-1)];
  if (worst === undefined || best === undefined || worst.share === best.share) return null;
  const named = ({ day, share }: { day: string; share: number }) => ({
    day: times.wholeDay(`${day}T12:00:00Z`),
    share: numbers.percent(share),
  });
  return (
    <p className="soft">
      {say('lowest', named(worst))} {say('highest', named(best))}
    </p>
  );
}
