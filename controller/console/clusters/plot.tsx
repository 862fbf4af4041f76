/** A line with its range, drawn by uPlot; gaps stay gaps. */
import type { ChartBody } from '@loa-lang/schemas/http/cluster-health';
import { useEffect, useRef } from 'react';
import 'uplot/dist/uPlot.min.css';
import UPlot from 'uplot';
import { useTimes } from '../api/times.ts';
import { useNumbers } from '../words/numbers.ts';
import styles from './charts.module.css';
import { drawnOf } from './plot-data.ts';

export interface PlotProps {
  chart: ChartBody;
  points: ChartBody['series'][number]['points'];
  factor: number;
  digits: number;
  /** the same in words */
  label: string;
}

const HEIGHT = 150;
const TWO_DAYS_S = 2 * 86_400;

export function Plot({ chart, points, factor, digits, label }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const times = useTimes();
  const numbers = useNumbers();
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, font: '12px sans-serif' };
    const [from, until] = [Date.parse(chart.from) / 1000, Date.parse(chart.until) / 1000];
    const isShort = until - from < TWO_DAYS_S;
    const at = (second: number) =>
      isShort
        ? times.clock(second * 1000)
        : times
            .isoDay(second * 1000)
            .slice(5)
            .split('-')
            .reverse()
            .join('/');
    const line = { stroke: colour('--act'), width: 2, points: { show: false }, spanGaps: false };
    const edge = { ...line, stroke: 'transparent', width: 0 };
    const plot = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: true, range: [from, until] } },
        axes: [
          { ...axis, values: (_, all) => all.map(at), space: 60 },
          { ...axis, values: (_, all) => all.map((value) => numbers.plain(value, digits + 1)), size: 56 },
        ],
        series: [{}, line, edge, edge],
        bands: [{ series: [3, 2], fill: `${colour('--bar-full')}33` }],
      },
      drawnOf(points, chart.gaps, factor) as UPlot.AlignedData,
      element,
    );
    const size = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    size.observe(element);
    return () => {
      size.disconnect();
      plot.destroy();
    };
  }, [chart, points, factor, digits, times, numbers]);
  return <div ref={frame} className={styles.plot} role="img" aria-label={label} />;
}
