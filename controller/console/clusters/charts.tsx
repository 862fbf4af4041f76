/** Figures over time; each chart also says its last value and its range in words. */
import type { ChartBody } from '@loa-lang/schemas/http/cluster-health';
import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, query } from '../api/ask.ts';
import { serverNow } from '../api/clock.ts';
import { Told } from '../parts/told.tsx';
import { clusterHealth } from '../words/cluster-health.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import { shownAs } from './chart-units.ts';
import styles from './charts.module.css';
import { Plot } from './plot.tsx';

const DAY_MS = 86_400_000;
const SPANS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const;
type Span = keyof typeof SPANS;

/** What a technician asks first; what a device does not measure is not drawn. */
const FIGURES = [
  ...(['outputLevel', 'signal', 'roundTrip', 'volts', 'cpuTemperature'] as const),
  ...(['amplifierTemperature', 'lineCurrent', 'charge', 'cpuLoad'] as const),
];
/** Points across the widest chart: finer than its pixels shows nothing more. */
const POINTS = 300;

export function Charts({ id }: { id: string }) {
  const say = useWords(clusterHealth);
  const [span, setSpan] = useState<Span>('day');
  const read = useQuery({
    queryKey: ['health', id, span],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const until = serverNow();
      const period = {
        from: new Date(until - SPANS[span]).toISOString(),
        until: new Date(until).toISOString(),
      };
      return ask<ChartBody>(
        `/clusters/${id}/health${query({ ...period, figures: FIGURES.join(','), points: POINTS })}`,
        { signal },
      );
    },
  });
  return (
    <>
      <SegmentedControl
        aria-label={say('span')}
        value={span}
        onChange={(value) => setSpan(value as Span)}
        data={(Object.keys(SPANS) as Span[]).map((value) => ({ value, label: say(value) }))}
      />
      <Told
        query={read}
        isEmpty={({ series }) => series.every(({ points }) => points.length === 0)}
        empty={<p className="soft">{say('noFigures')}</p>}
      >
        {(chart) => <Drawn chart={chart} />}
      </Told>
    </>
  );
}

function Drawn({ chart }: { chart: ChartBody }) {
  const say = useWords(clusterHealth);
  const numbers = useNumbers();
  return (
    <div className={styles.charts}>
      {chart.series
        .filter(({ points }) => points.length > 0)
        .map(({ figure, unit, points }) => {
          const { factor, name, digits } = shownAs(unit, figure);
          const told = (value: number) => `${numbers.plain(value * factor, digits)} ${name}`.trim();
          const last = points.at(-1)?.mean ?? 0;
          const least = Math.min(...points.map((point) => point.least));
          const largest = Math.max(...points.map((point) => point.largest));
          const known = FIGURES.find((each) => each === figure);
          const title = known === undefined ? figure : say(known);
          const range = say('range', { least: told(least), largest: told(largest) });
          return (
            <figure key={figure} className={styles.chart}>
              <figcaption>
                <strong>{title}</strong>{' '}
                <span className="soft">
                  {say('now', { value: told(last) })} · {range}
                </span>
              </figcaption>
              <Plot chart={chart} points={points} factor={factor} digits={digits} label={`${title}. ${range}`} />
            </figure>
          );
        })}
    </div>
  );
}
