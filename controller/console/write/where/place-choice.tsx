/** Groups, hamlets and single clusters to choose from, looked for by letters: what is typed is drawn without them. */
import { Checkbox } from '@mantine/core';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import { matches } from '../../parts/fold.ts';
import { Rows } from '../../parts/rows.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import type { Targets } from '../draft/draft.ts';
import styles from '../write.module.css';
import type { Place } from './toggle-target.ts';

export interface Choice extends Place {
  name: string;
  detail: string;
  folded: string;
}

interface PlaceChoiceProps extends Omit<PlacesProps, 'shown'> {
  choices: readonly Choice[];
  /** many, and seldom meant: they come when they are looked for or chosen */
  clusterChoices: readonly Choice[];
}

export const PlaceChoice = memo(function PlaceChoice({ choices, clusterChoices, ...places }: PlaceChoiceProps) {
  const say = useWords(write);
  const [wanted, setWanted] = useState('');
  // a letter is drawn before the places that it leaves
  const looked = useDeferredValue(wanted);
  const { clusterIds } = places.targets;
  const shown = useMemo(() => {
    const poles = clusterChoices.filter(
      ({ id, folded }) => clusterIds.includes(id) || (looked.trim() !== '' && matches(folded, looked)),
    );
    return [...choices.filter(({ folded }) => matches(folded, looked)), ...poles];
  }, [choices, clusterChoices, clusterIds, looked]);
  return (
    <>
      <div className={styles.search}>
        <SearchField
          value={wanted}
          onChange={setWanted}
          label={say('searchPlaces')}
          placeholder={say('searchPlaces')}
        />
      </div>
      {shown.length === 0 && <p className="soft">{say('noPlace', { what: wanted })}</p>}
      <Places shown={shown} {...places} />
    </>
  );
});

interface PlacesProps {
  shown: readonly Choice[];
  targets: Targets;
  isWhole: boolean;
  onToggle: (place: Place) => void;
}

const Places = memo(function Places({ shown, targets, isWhole, onToggle }: PlacesProps) {
  const say = useWords(write);
  return (
    <Rows
      items={shown}
      keyOf={({ list, id }) => `${list} ${id}`}
      rowHeight={48}
      maxHeight="22rem"
      label={say('where')}
      row={(choice) => (
        <PlaceLine
          choice={choice}
          isChosen={targets[choice.list].includes(choice.id) || (isWhole && choice.list === 'areaIds')}
          onToggle={onToggle}
        />
      )}
    />
  );
});

const PlaceLine = memo(function PlaceLine(props: {
  choice: Choice;
  isChosen: boolean;
  onToggle: (place: Place) => void;
}) {
  const { choice, isChosen, onToggle } = props;
  return (
    <Checkbox
      className={styles.choice}
      label={choice.name}
      description={choice.detail}
      checked={isChosen}
      onChange={() => onToggle(choice)}
    />
  );
});
