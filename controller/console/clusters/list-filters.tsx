/** What of the list is shown: search, hamlet, state. Typing draws nothing but the field itself. */

import { CLUSTER_STATES, type ClusterState } from '@loa-lang/schemas/states/cluster';
import { NativeSelect } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useAreas } from '../api/queries.ts';
import { SearchField } from '../parts/search-field.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { clusterStates } from '../words/cluster-states.ts';
import { clusters } from '../words/clusters.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import type { RowFilter } from './cluster-rows.ts';
import styles from './clusters.module.css';
import { countOf } from './rows-now.ts';

/** So long after the last letter the controller is asked. */
const TYPED_MS = 200;

export interface ListFiltersProps {
  filter: RowFilter;
  byState: Readonly<Record<string, number>>;
  onChange: (change: Partial<RowFilter>) => void;
}

export function ListFilters({ filter, byState, onChange }: ListFiltersProps) {
  const say = useWords(clusters);
  const { data: areas = [] } = useAreas();
  const hamlets = areas.filter(({ kind }) => kind === 'hamlet');
  return (
    <>
      <div className={styles.filters}>
        <Search onChange={(q) => onChange({ q: q.trim() === '' ? undefined : q.trim() })} />
        {hamlets.length > 1 && (
          <NativeSelect
            aria-label={say('hamlet')}
            value={filter.under ?? ''}
            onChange={({ currentTarget: { value } }) => onChange({ under: value === '' ? undefined : value })}
            data={[
              { value: '', label: say('everywhere') },
              ...hamlets.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </div>
      <StateChips byState={byState} state={filter.state} onChange={(state) => onChange({ state })} />
    </>
  );
}

function Search({ onChange }: { onChange: (q: string) => void }) {
  const say = useWords(clusters);
  const [typed, setTyped] = useState('');
  const later = useDebouncedCallback(onChange, TYPED_MS);
  return (
    <SearchField
      label={say('search')}
      value={typed}
      onChange={(value) => {
        setTyped(value);
        later(value);
      }}
    />
  );
}

interface StateChipsProps {
  byState: Readonly<Record<string, number>>;
  state: ClusterState | undefined;
  onChange: (state: ClusterState | undefined) => void;
}

function StateChips({ byState, state, onChange }: StateChipsProps) {
  const say = useWords(clusters);
  const sayState = useWords(clusterStates);
  const numbers = useNumbers();
  const all = countOf(byState, CLUSTER_STATES);
  return (
    <ul className={styles.chips} aria-label={say('states')}>
      <li>
        <button
          type="button"
          className={styles.chip}
          aria-pressed={state === undefined}
          onClick={() => onChange(undefined)}
        >
          {say('all')} <span className="figures">{numbers.plain(all)}</span>
        </button>
      </li>
      {CLUSTER_STATES.filter((each) => each === state || (byState[each] ?? 0) > 0).map((each) => (
        <li key={each}>
          <button
            type="button"
            className={styles.chip}
            aria-pressed={state === each}
            onClick={() => onChange(state === each ? undefined : each)}
          >
            <StateMark look={each} label={sayState(each)} />
            <span className="figures">{numbers.plain(byState[each] ?? 0)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
