/** Beside the button, always in sight: that something stands in the way, and the way to where it is said in full. */
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import styles from '../write.module.css';
import type { useFacts } from './use-facts.ts';

export function ToSee({ known: { missing, outlook } }: { known: ReturnType<typeof useFacts> }) {
  const say = useWords(write);
  const seen = missing === undefined ? outlook.data : undefined;
  const what = seen === undefined ? undefined : gravest(seen);
  // there from the start, so that what comes into it is read out
  return (
    <span role="status" className={what === undefined ? 'unseen' : styles.toSee}>
      {what !== undefined && (
        <a href="#before">
          <span aria-hidden="true">▲</span> {say(`look-${what}`)}
        </a>
      )}
    </span>
  );
}

function gravest({
  refusal,
  conflicts,
  warnings,
  leftOut,
}: NonNullable<ReturnType<typeof useFacts>['outlook']['data']>) {
  if (refusal !== undefined) return 'refusal';
  if (conflicts.length > 0) return 'conflicts';
  return warnings.length + leftOut.length > 0 ? 'warnings' : undefined;
}
