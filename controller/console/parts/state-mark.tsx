/** How a cluster is: in a word, with a shape, and only then with a colour. */
import styles from './state-mark.module.css';

export const CLUSTER_LOOKS = [
  'sounding',
  'ready',
  'degraded',
  'fault',
  'offline',
  'silenced',
  'maintenance',
  'empty',
] as const;
export type ClusterLook = (typeof CLUSTER_LOOKS)[number];

/** Drawn in a box of 16 by 16; each differs from the others without any colour. */
const SHAPES: Readonly<Record<ClusterLook, React.ReactNode>> = {
  sounding: <path d="M2 6v4h3l4 3V3L5 6zM11 5.5a4 4 0 0 1 0 5M13 3.5a7 7 0 0 1 0 9" />,
  ready: <circle cx="8" cy="8" r="4.5" className={styles.full} />,
  degraded: <path d="M8 2.5 14.5 13.5H1.5zM8 6.5v3.5M8 11.6v.4" />,
  fault: <rect x="3" y="3" width="10" height="10" className={styles.full} />,
  offline: <path d="M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3M3 13 13 3" />,
  silenced: <path d="M4 7.5h8V14H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" />,
  empty: <path d="M8 3a5 5 0 0 1 0 10A5 5 0 0 1 8 3" strokeDasharray="2 2.2" />,
  maintenance: (
    <path d="M10.5 2.5a3.5 3.5 0 0 0-3.4 4.6L2.5 11.7l1.8 1.8 4.6-4.6a3.5 3.5 0 0 0 4.4-4.6l-2 2-1.7-1.7 2-2a3.5 3.5 0 0 0-1.1-.1z" />
  ),
};

/** @param label the state in words, always said; `bare` shows it to readers of the screen only */
export function StateMark({ look, label, bare = false }: { look: ClusterLook; label: string; bare?: boolean }) {
  return (
    <span className={`${styles.mark} ${styles[look]}`}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden>
        {SHAPES[look]}
      </svg>
      <span className={bare ? 'unseen' : undefined}>{label}</span>
    </span>
  );
}
