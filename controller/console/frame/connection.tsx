/** Says when there is no network: what is shown may be old, and nothing that is pressed arrives. */
import { useEffect, useState } from 'react';
import { useConnection } from '../api/live-data.tsx';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import styles from './frame.module.css';

/** A stream that comes back within this was never missed. */
const GRACE_MS = 5000;

export function Connection() {
  const say = useWords(common);
  const isLost = useConnection() === 'lost';
  const [isTold, setTold] = useState(false);
  useEffect(() => {
    if (!isLost) return setTold(false);
    const timer = setTimeout(() => setTold(true), GRACE_MS);
    return () => clearTimeout(timer);
  }, [isLost]);
  return (
    <span role="status" className={isTold ? styles.lost : 'unseen'}>
      {isTold ? say('offline') : ''}
    </span>
  );
}
