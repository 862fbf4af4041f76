/** Where it is to sound: everywhere, unless somebody chooses hamlets or groups. */
import { Checkbox } from '@mantine/core';
import { memo, useDeferredValue } from 'react';
import { useGroups, useMay } from '../api/queries.ts';
import { alarm } from '../words/alarm.ts';
import { useWords } from '../words/words.ts';
import styles from './emergency.module.css';
import { usePlaces } from './use-places.ts';
import type { Wish } from './wish.ts';

const NOWHERE = { areaIds: [], groupIds: [] };

interface WhereChoiceProps {
  chosen: Wish['chosen'];
  /** stable, so that a letter of the text draws nothing here */
  onChange: (part: Partial<Wish>) => void;
}

export const WhereChoice = memo(function WhereChoice({ chosen, onChange }: WhereChoiceProps) {
  const say = useWords(alarm);
  const may = useMay();
  const { hamlets } = usePlaces();
  const { data: groups = [] } = useGroups();
  // the choice is drawn before the many that it opens
  const isOpen = useDeferredValue(chosen !== undefined);
  const other = (list: readonly string[], id: string) =>
    list.includes(id) ? list.filter((each) => each !== id) : [...list, id];
  const whole = (isWhole: boolean, label: string) => (
    <label className={styles.choice}>
      <input
        type="radio"
        name="where"
        checked={(chosen === undefined) === isWhole}
        onChange={() => onChange({ chosen: isWhole ? undefined : NOWHERE })}
      />
      <span>{label}</span>
    </label>
  );
  return (
    <div className={styles.stack}>
      <div className={styles.choices} role="radiogroup" aria-label={say('where')}>
        {whole(true, say('everywhere'))}
        {whole(false, say('choosePlaces'))}
      </div>
      {isOpen && chosen !== undefined && (
        <div className={styles.checks}>
          {hamlets.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={chosen.areaIds.includes(id)}
              onChange={() => onChange({ chosen: { ...chosen, areaIds: other(chosen.areaIds, id) } })}
            />
          ))}
          {may('emergency') &&
            groups.map(({ id, name }) => (
              <Checkbox
                key={id}
                label={name}
                checked={chosen.groupIds.includes(id)}
                onChange={() => onChange({ chosen: { ...chosen, groupIds: other(chosen.groupIds, id) } })}
              />
            ))}
        </div>
      )}
    </div>
  );
});
