/** Which version runs on how many clusters. */
import { Empty, Told } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { releases } from '../words/releases.ts';
import { useWords } from '../words/words.ts';
import styles from './releases.module.css';
import { useRunningVersions } from './releases-queries.ts';

export function Versions() {
  const say = useWords(releases);
  const sayCommon = useWords(common);
  const read = useRunningVersions();
  return (
    <Told query={read} isEmpty={(all) => all.length === 0} empty={<Empty title={say('noDevices')} />}>
      {(all) => {
        const total = all.reduce((sum, { count }) => sum + count, 0);
        return (
          <ul className={styles.versions} aria-label={say('running')}>
            {all.map(({ version, count }) => (
              <li key={version ?? ''}>
                <strong>{version ?? say('unknownVersion')}</strong>
                <span className={styles.bar} aria-hidden>
                  <span className={styles.healthy} style={{ width: `${(count / total) * 100}%` }} />
                </span>
                <span className={styles.count}>{sayCommon('clusters', { count })}</span>
              </li>
            ))}
          </ul>
        );
      }}
    </Told>
  );
}
