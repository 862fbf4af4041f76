/** What the map shows, as a list: the same by keys, and for whoever does not see the map. */
import { Checkbox } from '@mantine/core';
import { useMemo, useState } from 'react';
import { map as mapWords } from '../../words/map.ts';
import { useWords } from '../../words/words.ts';
import { fold, matches } from '../fold.ts';
import { Rows } from '../rows.tsx';
import { SearchField } from '../search-field.tsx';
import { StateMark } from '../state-mark.tsx';
import styles from './map.module.css';
import { type MapCluster, type MapHamlet, TONE_SIGNS } from './map-data.ts';

/** Fewer are seen at a look. */
const SEARCH_FROM = 12;

function useFound<Item extends { name: string }>(items: readonly Item[]) {
  const [text, setText] = useState('');
  const found = useMemo(
    () => (text.trim() === '' ? items : items.filter(({ name }) => matches(fold(name), text))),
    [items, text],
  );
  const field = items.length >= SEARCH_FROM && <SearchField value={text} onChange={setText} />;
  return { found, field };
}

interface HamletListProps {
  hamlets: readonly MapHamlet[];
  chosen: ReadonlySet<string>;
  onHamlet?: ((id: string) => void) | undefined;
  height: string;
}

export function HamletList({ hamlets, chosen, onHamlet, height }: HamletListProps) {
  const say = useWords(mapWords);
  const { found, field } = useFound(hamlets);
  return (
    <div className={styles.list} style={{ maxHeight: height }}>
      {field}
      <Rows
        items={found}
        keyOf={({ id }) => id}
        rowHeight={48}
        maxHeight={height}
        label={say('listOfHamlets')}
        row={({ id, name, tone = 'plain', note }) => (
          <div className={styles.row}>
            {onHamlet === undefined ? (
              <span>{`${TONE_SIGNS[tone]} ${name}`.trim()}</span>
            ) : (
              <Checkbox checked={chosen.has(id)} onChange={() => onHamlet(id)} label={name} />
            )}
            {note !== undefined && <span className="soft">{note}</span>}
          </div>
        )}
      />
    </div>
  );
}

interface ClusterListProps {
  clusters: readonly MapCluster[];
  onCluster?: ((id: string) => void) | undefined;
  height: string;
}

export function ClusterList({ clusters, onCluster, height }: ClusterListProps) {
  const say = useWords(mapWords);
  const { found, field } = useFound(clusters);
  return (
    <div className={styles.list} style={{ maxHeight: height }}>
      {field}
      <Rows
        items={found}
        keyOf={({ id }) => id}
        rowHeight={48}
        maxHeight={height}
        label={say('listOfClusters')}
        row={({ id, name, look, state }) => (
          <button type="button" className={styles.clusterRow} onClick={() => onCluster?.(id)}>
            <span>{name}</span>
            <StateMark look={look} label={state} />
          </button>
        )}
      />
    </div>
  );
}
