/** One cluster in the list: its state, its name, and why. */
import { memo } from 'react';
import { Link } from 'wouter';
import { StateMark } from '../parts/state-mark.tsx';
import { clusterStates } from '../words/cluster-states.ts';
import { clusters } from '../words/clusters.ts';
import { useNumbers } from '../words/numbers.ts';
import type { TimeWords } from '../words/time.ts';
import { useWords } from '../words/words.ts';
import styles from './clusters.module.css';
import type { Row } from './rows-now.ts';

/** A board that throttles; what is cooler is told on its page. */
const HOT = 75;

export interface RowLineProps {
  row: Row;
  hamlet: string | undefined;
  times: TimeWords;
  /** of the minute: rows are drawn anew with it */
  now: number;
}

export const RowLine = memo(function RowLine({ row, hamlet, times, now }: RowLineProps) {
  const say = useWords(clusters);
  const sayState = useWords(clusterStates);
  const numbers = useNumbers();
  const { critical, major, minor } = row.openIncidents;
  const open = critical + major + minor;
  const notes = [
    open > 0 && say('incidentsOpen', { count: open }),
    row.maintenanceUntil !== undefined && say('until', { moment: times.moment(row.maintenanceUntil, now) }),
    row.locked ? say('locked') : row.muted && say('muted'),
    row.online && row.supply === 'battery' && say('battery', { volts: numbers.plain(row.volts ?? 0) }),
    row.online && row.door === 'open' && say('doorOpen'),
    row.online &&
      (row.cpuTemperature ?? 0) >= HOT &&
      say('hot', { degrees: numbers.plain(row.cpuTemperature ?? 0, 0) }),
  ].filter((note) => typeof note === 'string');
  return (
    <Link href={`/cum-loa/${row.clusterId}`} className={styles.row} data-row>
      <span className={styles.state}>
        <StateMark look={row.state} label={sayState(row.state)} />
        {row.state !== 'ready' && row.state !== 'sounding' && row.since !== undefined && (
          <small className="soft">{times.near(row.since, now)}</small>
        )}
      </span>
      <span className={styles.name}>
        <strong>
          {row.code} · {row.name}
        </strong>
        <small className="soft">
          {[hamlet, say('households', { count: row.households })].filter(Boolean).join(' · ')}
        </small>
      </span>
      <span className={styles.notes}>{notes.join(' · ')}</span>
    </Link>
  );
});
