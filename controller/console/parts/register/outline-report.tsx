/** What a file of outlines lacks, figure by figure: before anything is saved, so that it can be put right in the table. */
import { setup } from '../../words/setup.ts';
import { useWords } from '../../words/words.ts';
import { Notice } from '../notice.tsx';
import type { HamletOutlines } from './hamlet-outlines.ts';

const SHOWN = 30;

export function OutlineReport({ outlines }: { outlines: HamletOutlines | 'unreadable' }) {
  const say = useWords(setup);
  if (outlines === 'unreadable') {
    return (
      <Notice tone="fault" role="alert">
        <p>{say('outlinesUnreadable')}</p>
      </Notice>
    );
  }
  if (outlines.faults.length === 0) return <Notice tone="good">{say('outlinesRead')}</Notice>;
  return (
    <Notice tone="warning" role="alert">
      <p>{say('outlineFaults', { count: outlines.faults.length })}</p>
      <ul>
        {outlines.faults.slice(0, SHOWN).map(({ row, name, code }) => (
          <li key={`${row}/${code}`}>
            {say('faultRow', { row })} {say(`outline-${code}`, { name })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
