/** Bars in a row of a table: four shapes in place of four hundred elements, since there are as many rows as hamlets. */
import { type PointerEvent, useMemo } from 'react';
import { toneOf } from './bars.tsx';
import styles from './small-bars.module.css';

const TONES = ['empty', 'low', 'part', 'full'] as const;
const GAP = 0.2;
const LEAST = 0.08;

export interface SmallBarsProps {
  /** 0 to 1 each; `undefined`: there was nothing */
  shares: readonly (number | undefined)[];
  /** what they tell in words, for who cannot see them */
  caption: string;
  /** what one says under the pointer */
  labelOf: (index: number) => string;
  height: number;
}

export function SmallBars({ shares, caption, labelOf, height }: SmallBarsProps) {
  const shapes = useMemo(() => shapesOf(shares), [shares]);
  const point = ({ currentTarget, clientX }: PointerEvent<SVGSVGElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const at = Math.min(shares.length - 1, Math.max(0, Math.floor(((clientX - left) / width) * shares.length)));
    const title = currentTarget.querySelector('title');
    if (title !== null) title.textContent = labelOf(at);
  };
  return (
    <svg
      className={styles.bars}
      viewBox={`0 0 ${shares.length} 1`}
      preserveAspectRatio="none"
      height={height}
      role="img"
      aria-label={caption}
      onPointerMove={point}
    >
      <title>{caption}</title>
      {TONES.map((tone) => (
        <path key={tone} className={styles[tone]} d={shapes[tone]} />
      ))}
    </svg>
  );
}

function shapesOf(shares: SmallBarsProps['shares']): Record<(typeof TONES)[number], string> {
  const shapes = { empty: '', low: '', part: '', full: '' };
  shares.forEach((share, index) => {
    const tall = share === undefined ? 1 : Math.max(LEAST, share);
    shapes[toneOf(share)] += `M${index} 1v${-tall}h${1 - GAP}v${tall}z`;
  });
  return shapes;
}
