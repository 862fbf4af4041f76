/** Several of the same in a form: added, changed, taken away. */
import { Button, CloseButton } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import styles from './record.module.css';

export interface RowsOfProps<Row> {
  title: string;
  add: string;
  rows: readonly Row[];
  /** what is added */
  fresh: Row;
  onChange: (rows: Row[]) => void;
  row: (row: Row, set: (change: Partial<Row>) => void) => ReactNode;
}

export function RowsOf<Row extends object>({ title, add, rows, fresh, onChange, row }: RowsOfProps<Row>) {
  const say = useWords(common);
  // rows have no id of their own; each keeps the one it was first drawn with
  const ids = useRef<number[]>([]);
  const last = useRef(0);
  while (ids.current.length < rows.length) ids.current.push(++last.current);
  const replace = (at: number, change: Partial<Row>) =>
    onChange(rows.map((each, n) => (n === at ? { ...each, ...change } : each)));
  const drop = (at: number) => {
    ids.current.splice(at, 1);
    onChange(rows.filter((_, n) => n !== at));
  };
  return (
    <fieldset className={styles.rows}>
      <legend>{title}</legend>
      {rows.map((each, at) => (
        <div key={ids.current[at]} className={styles.row}>
          <div className={styles.fields}>{row(each, (change) => replace(at, change))}</div>
          <CloseButton size={44} aria-label={say('remove')} onClick={() => drop(at)} />
        </div>
      ))}
      <Button variant="subtle" onClick={() => onChange([...rows, fresh])}>
        {add}
      </Button>
    </fieldset>
  );
}
