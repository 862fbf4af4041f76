/** A row of small bars, one a day: says more than a line. Each is told in words to whoever cannot see it. */
import styles from './bars.module.css';

export interface Bar {
  key: string;
  /** 0 to 1; `undefined`: there was nothing */
  share: number | undefined;
  /** the day and the figure in words */
  label: string;
}

/** A share from which it counts as all. */
const ALL = 0.995;
const SOME = 0.5;

export function Bars({ bars, caption, height = 40 }: { bars: readonly Bar[]; caption: string; height?: number }) {
  return (
    <ul className={styles.bars} style={{ height }} aria-label={caption}>
      {bars.map(({ key, share, label }) => (
        <li key={key} title={label}>
          <span
            className={
              share === undefined ? styles.empty : share >= ALL ? styles.full : share >= SOME ? styles.part : styles.low
            }
            style={{ height: `${share === undefined ? 100 : Math.max(8, share * 100)}%` }}
          />
          <span className="unseen">{label}</span>
        </li>
      ))}
    </ul>
  );
}
