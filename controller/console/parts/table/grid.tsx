/** A table that is typed or pasted into: a row for each thing, a fault in the cell where it is. */
import { memo } from 'react';
import { setup } from '../../words/setup.ts';
import { useWords } from '../../words/words.ts';
import styles from './grid.module.css';
import { readTable } from './table-text.ts';

export interface GridColumn {
  /** as the controller calls it, in files and in faults */
  title: string;
  /** as the page calls it */
  label: string;
  required?: boolean;
  example?: string;
}

export interface GridProps {
  label: string;
  columns: readonly GridColumn[];
  rows: readonly (readonly string[])[];
  onChange: (rows: string[][]) => void;
  /** by row from 0 and title: `3/Số hộ` */
  faults: ReadonlyMap<string, string>;
}

/** An empty row is always there to be typed into. */
const withEmpty = (rows: readonly (readonly string[])[], width: number): string[][] => {
  const all = rows.map((cells) => Array.from({ length: width }, (_, i) => cells[i] ?? ''));
  if (all.length === 0 || all.at(-1)?.some((cell) => cell !== '')) all.push(Array<string>(width).fill(''));
  return all;
};

export function Grid({ label, columns, rows, onChange, faults }: GridProps) {
  const say = useWords(setup);
  const shown = withEmpty(rows, columns.length);
  const change = (row: number, column: number, value: string) => {
    const next = shown.map((cells) => [...cells]);
    (next[row] as string[])[column] = value;
    onChange(withEmpty(next, columns.length));
  };
  const paste = (row: number, column: number, text: string): boolean => {
    if (!/[\t\n]/.test(text.trim())) return false;
    const titles = new Set(columns.flatMap((each) => [each.title.toLowerCase(), each.label.toLowerCase()]));
    const table = readTable(text).filter(
      (cells) => !cells.every((each) => each === '' || titles.has(each.toLowerCase())),
    );
    const next = shown.map((cells) => [...cells]);
    for (const [i, cells] of table.entries()) {
      const target = next[row + i] ?? Array<string>(columns.length).fill('');
      next[row + i] = target;
      for (const [j, cell] of cells.entries()) if (column + j < columns.length) target[column + j] = cell;
    }
    onChange(withEmpty(next, columns.length));
    return true;
  };
  const drop = (row: number) =>
    onChange(
      withEmpty(
        shown.filter((_, i) => i !== row),
        columns.length,
      ),
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={styles.frame} tabIndex={0} aria-label={label}>
      <table className={styles.grid}>
        <thead>
          <tr>
            <th scope="col">{say('rowNumber')}</th>
            {columns.map((column) => (
              <th key={column.title} scope="col">
                {column.label}
                {column.required === true && ' *'}
              </th>
            ))}
            <th scope="col">
              <span className="unseen">{say('dropRow')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the table
            <tr key={row}>
              <th scope="row">{row + 1}</th>
              {columns.map((column, i) => (
                <Cell
                  key={column.title}
                  name={say('cell', { column: column.label, row: row + 1 })}
                  value={cells[i] ?? ''}
                  example={row === 0 ? column.example : undefined}
                  fault={faults.get(`${row}/${column.title}`)}
                  onChange={(value) => change(row, i, value)}
                  onPaste={(text) => paste(row, i, text)}
                />
              ))}
              <td>
                <button
                  type="button"
                  className={styles.drop}
                  aria-label={say('dropRowOf', { row: row + 1 })}
                  onClick={() => drop(row)}
                >
                  ×
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CellProps {
  name: string;
  value: string;
  example: string | undefined;
  fault: string | undefined;
  onChange: (value: string) => void;
  onPaste: (text: string) => boolean;
}

const Cell = memo(function Cell({ name, value, example, fault, onChange, onPaste }: CellProps) {
  return (
    <td className={fault === undefined ? undefined : styles.faulty}>
      <input
        aria-label={name}
        aria-invalid={fault !== undefined}
        value={value}
        placeholder={example}
        onChange={(event) => onChange(event.currentTarget.value)}
        onPaste={(event) => onPaste(event.clipboardData.getData('text')) && event.preventDefault()}
      />
      {fault !== undefined && <span className={styles.fault}>■ {fault}</span>}
    </td>
  );
});
