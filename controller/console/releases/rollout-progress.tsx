/** How far a rollout is: one bar, told in words beneath it. */
import { releases } from '../words/releases.ts';
import { useWords } from '../words/words.ts';
import styles from './releases.module.css';
import { allOf, byGroup, type Group } from './rollout-groups.ts';

const SHOWN: readonly Group[] = ['healthy', 'underWay', 'failed', 'skipped', 'waiting'];

export function RolloutProgress({ counts }: { counts: Readonly<Record<string, number>> }) {
  const say = useWords(releases);
  const groups = byGroup(counts);
  const all = allOf(counts);
  const there = SHOWN.filter((each) => groups[each] > 0);
  return (
    <div>
      <div className={styles.bar} aria-hidden>
        {there.map((each) => (
          <span key={each} className={styles[each]} style={{ width: `${(groups[each] / all) * 100}%` }} />
        ))}
      </div>
      <ul className={styles.key}>
        {there.map((each) => (
          <li key={each}>
            <GroupMark group={each} /> {say(`count-${each}`, { count: groups[each] })}
          </li>
        ))}
      </ul>
    </div>
  );
}

const SHAPES: Readonly<Record<Group, string>> = {
  healthy: '✓',
  underWay: '↻',
  failed: '■',
  skipped: '–',
  waiting: '…',
};

export function GroupMark({ group }: { group: Group }) {
  return (
    <span className={`${styles.mark} ${styles[`mark-${group}`]}`} aria-hidden>
      {SHAPES[group]}
    </span>
  );
}
