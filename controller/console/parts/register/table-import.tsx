/** Hamlets or clusters by the table: typed, pasted from a spreadsheet, or a file; faults stand where they are. */

import type { ImportReport } from '@loa-lang/schemas/http/imports';
import { Button, FileButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ask, query } from '../../api/ask.ts';
import { KEYS } from '../../api/queries.ts';
import { useLanguage } from '../../words/language.ts';
import { setup } from '../../words/setup.ts';
import { useWords } from '../../words/words.ts';
import { Notice } from '../notice.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { Grid, type GridColumn } from '../table/grid.tsx';
import { readTable, writeCsv } from '../table/table-text.ts';
import { xlsxFile } from '../table/xlsx-file.ts';
import { useTell } from '../toasts.tsx';
import { type HamletOutlines, outlineTemplate, readOutlines } from './hamlet-outlines.ts';
import { OutlineReport } from './outline-report.tsx';
import styles from './register.module.css';
import { useOutlines } from './use-outlines.ts';

export interface TableImportProps {
  what: 'hamlets' | 'clusters';
  communeId: string;
  columns: readonly GridColumn[];
  /** of the file to fill in */
  fileName: string;
  examples: readonly (readonly string[])[];
  onDone?: () => void;
}

const CSV = /\.(csv|txt|tsv)$/i;
const GEOJSON = /\.(geojson|json)$/i;

export function TableImport({ what, communeId, columns, fileName, examples, onDone }: TableImportProps) {
  const say = useWords(setup);
  const language = useLanguage();
  const client = useQueryClient();
  const tell = useTell();
  const [rows, setRows] = useState<string[][]>([]);
  const [outlines, setOutlines] = useState<HamletOutlines | 'unreadable'>();
  const bringOutlines = useOutlines(communeId);
  const takesOutlines = what === 'hamlets';
  const filled = useMemo(() => rows.filter((cells) => cells.some((cell) => cell.trim() !== '')), [rows]);
  const send = useMutation({
    mutationFn: (file: Blob) => {
      const form = new FormData();
      form.append('file', file, 'bang');
      return ask<ImportReport>(`/import/${what}${query({ communeId })}`, { method: 'POST', body: form });
    },
    onSuccess: async (report) => {
      if (!report.applied) return;
      await Promise.all([KEYS.areas, KEYS.clusters].map((queryKey) => client.invalidateQueries({ queryKey })));
      tell({ text: say('imported', { created: report.created, updated: report.updated }) });
      if (typeof outlines === 'object') await bringOutlines(outlines, rows);
      setRows([]);
      setOutlines(undefined);
      send.reset();
      onDone?.();
    },
  });
  const faults = send.data?.faults ?? [];
  // row 1 is the heading, row 2 the first of the table
  const byCell = useMemo(
    () =>
      new Map(
        (send.data?.faults ?? []).map((each) => [`${each.row - 2}/${each.column ?? ''}`, each.message[language]]),
      ),
    [send.data, language],
  );
  const sendRows = () => {
    // what is left out in the middle would shift the rows that faults name
    setRows(filled);
    send.mutate(new Blob([writeCsv([columns.map(({ title }) => title), ...filled])], { type: 'text/csv' }));
  };
  const open = async (file: File | null) => {
    if (file === null) return;
    if (takesOutlines && GEOJSON.test(file.name)) {
      const read = readOutlines(await file.text());
      setOutlines(read ?? 'unreadable');
      if (read !== undefined) setRows(read.rows);
      return;
    }
    if (!CSV.test(file.name)) return send.mutate(file);
    const [head = [], ...table] = readTable(await file.text());
    const places = columns.map(({ title, label }) =>
      head.findIndex((each) => [title, label].some((one) => one.toLowerCase() === each.toLowerCase())),
    );
    // a file with other headings the controller reads as it is: it knows more names than the table shows
    if (columns.some(({ required }, i) => required === true && places[i] === -1)) return send.mutate(file);
    setRows(table.map((cells) => places.map((place) => cells[place] ?? '')));
  };
  const saveTemplate = () =>
    saveFile(`${fileName}.xlsx`, xlsxFile(fileName, [columns.map(({ title }) => title), ...examples]));
  return (
    <div className={styles.stack}>
      <p className="soft">{say(takesOutlines ? 'tableHowHamlets' : 'tableHow')}</p>
      <div className={styles.line}>
        <Button variant="default" onClick={saveTemplate}>
          {say('template')}
        </Button>
        {takesOutlines && (
          <Button variant="default" onClick={() => saveFile(`${fileName}.geojson`, outlineTemplate())}>
            {say('outlineTemplate')}
          </Button>
        )}
        <FileButton
          accept={`.xlsx,.csv,.tsv,.txt${takesOutlines ? ',.geojson,.json' : ''}`}
          onChange={(file) => void open(file)}
        >
          {(props) => (
            <Button variant="default" {...props}>
              {say('openFile')}
            </Button>
          )}
        </FileButton>
      </div>
      {outlines !== undefined && <OutlineReport outlines={outlines} />}
      <Grid
        label={say(what === 'hamlets' ? 'tableOfHamlets' : 'tableOfClusters')}
        columns={columns}
        rows={rows}
        onChange={setRows}
        faults={byCell}
      />
      {send.error !== null && <ProblemNotice error={send.error} />}
      {faults.length > 0 && (
        <Notice tone="fault" role="alert">
          <p>{say('faults', { count: faults.length })}</p>
          <ul>
            {faults.slice(0, 30).map((each) => (
              <li key={`${each.row}/${each.column}/${each.code}`}>
                {say('faultRow', { row: filled.length > 0 ? each.row - 1 : each.row })} {each.message[language]}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div className={styles.line}>
        <Button onClick={sendRows} disabled={filled.length === 0} loading={send.isPending}>
          {say('saveRows', { count: filled.length })}
        </Button>
      </div>
    </div>
  );
}

function saveFile(name: string, file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
