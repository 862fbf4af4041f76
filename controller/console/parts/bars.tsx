/** A row of small bars, one a day: says more than a line. Each is told in words to whoever cannot see it. */
import type { CSSProperties } from 'react';
import styles from './bars.module.css';

export interface Bar {
  key: string;
  /** 0 to 1; `undefined`: there was nothing */
  share: number | undefined;
  /** the day and the figure in words */
  label: string;
  /** short, for the eye alone: the figure above the bar, the day below it */
  over?: string | undefined;
  under?: string | undefined;
}

/** A share from which it counts as all. */
const ALL = 0.995;
const SOME = 0.5;

/** How much of all a share is, as it is painted. */
export const toneOf = (share: number | undefined): 'empty' | 'full' | 'part' | 'low' => {
  if (share === undefined) return 'empty';
  return share >= ALL ? 'full' : share >= SOME ? 'part' : 'low';
};

/** @param height of the bars, in pixels; figures and days come on top of it */
export function Bars({ bars, caption, height = 40 }: { bars: readonly Bar[]; caption: string; height?: number }) {
  const hasOver = bars.some(({ over }) => over !== undefined);
  const hasUnder = bars.some(({ under }) => under !== undefined);
  return (
    <ul className={styles.bars} style={{ '--bar-height': `${height}px` } as CSSProperties} aria-label={caption}>
      {bars.map(({ key, share, label, over, under }) => (
        <li key={key} title={label}>
          {hasOver && <Figure>{over}</Figure>}
          <span className={styles.track}>
            <span
              className={styles[toneOf(share)]}
              style={{ height: `${share === undefined ? 100 : Math.max(8, share * 100)}%` }}
            />
          </span>
          {hasUnder && <Figure>{under}</Figure>}
          <span className="unseen">{label}</span>
        </li>
      ))}
    </ul>
  );
}

const Figure = ({ children }: { children: string | undefined }) => (
  <span className={styles.figure} aria-hidden>
    {children}
  </span>
);
