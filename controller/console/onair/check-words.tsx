/** What a trial of a source has found, in words. */
import type { RelayCheckBody } from '@loa-lang/schemas/http/relay-sources';
import { useLanguage } from '../words/language.ts';
import { useNumbers } from '../words/numbers.ts';
import { onair } from '../words/onair.ts';
import { useWords } from '../words/words.ts';
import styles from './onair.module.css';

export function CheckWords({ check: { ok, format = '', lufs, faults } }: { check: RelayCheckBody }) {
  const say = useWords(onair);
  const language = useLanguage();
  const { plain } = useNumbers();
  const loud = lufs === undefined ? '' : ` (${plain(lufs)} LUFS)`;
  return (
    <>
      <p className={ok ? styles.good : styles.bad}>
        {ok ? say('heard', { format: `${format}${loud}` }) : say('notHeardNow')}
      </p>
      {faults.length > 0 && (
        <ul className={styles.plain}>
          {faults.map(({ address, fault, message }) => (
            <li key={`${address} ${fault}`}>
              {message?.[language] ?? fault} <span className={styles.address}>{address}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
