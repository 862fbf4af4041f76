/** An entry by hand while the month is open; a correction, with its reason, once it is closed. */
import type { MonthLogBody } from '@loa-lang/schemas/http/programme-log';
import { CLASS_WORDS } from '@loa-lang/schemas/programme-log/words';
import { BROADCAST_CLASSES, type BroadcastClass } from '@loa-lang/schemas/wire/plan';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/ask.ts';
import { useTimes } from '../api/times.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { log } from '../words/log.ts';
import { useWords } from '../words/words.ts';
import styles from './log.module.css';
import { logPath } from './log-queries.ts';

const EMPTY = {
  title: '',
  class: 'urgent' as BroadcastClass,
  day: '',
  from: '',
  to: '',
  note: '',
  corrects: '',
  reason: '',
};
type Draft = typeof EMPTY;

export function WriteLine({ told, onClose }: { told: MonthLogBody; onClose: () => void }) {
  const say = useWords(log);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const times = useTimes();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const isCorrection = told.closed !== undefined;
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, day: `${told.month}-01` });
  const [fault, setFault] = useState<'needTitle' | 'needReason'>();
  const set = (key: keyof Draft) => (event: { currentTarget: { value: string } }) => {
    // read now: an event has no target any more when the draft is put together
    const { value } = event.currentTarget;
    setDraft((known) => ({ ...known, [key]: value }));
  };
  // the country keeps one time all year round
  const offset = told.lines[0]?.startAt.slice(-6) ?? '+07:00';
  const send = () => {
    const { title, day, from, to, note, corrects, reason } = draft;
    const missing = title.trim() === '' || day === '' || from === '' || to === '';
    const unexplained = isCorrection && (corrects === '' || reason.trim() === '');
    setFault(missing ? 'needTitle' : unexplained ? 'needReason' : undefined);
    if (missing || unexplained) return;
    const at = (time: string) => `${day}T${time}:00${offset}`;
    post(`${logPath(told.communeId, told.month)}/lines`, {
      ...{ title: title.trim(), class: draft.class, startAt: at(from), endAt: at(to) },
      ...(note.trim() !== '' && { note: note.trim() }),
      ...(isCorrection && { corrects, reason: reason.trim() }),
    }).then(() => {
      void client.invalidateQueries({ queryKey: ['coverage', 'log'] });
      tell({ text: say('written') });
      onClose();
    }, tellProblem);
  };
  return (
    <Dialog onClose={onClose} title={say(isCorrection ? 'correctTitle' : 'writeTitle')} size="lg">
      <form
        className={styles.fields}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {isCorrection && (
          <NativeSelect
            label={say('line')}
            value={draft.corrects}
            onChange={set('corrects')}
            data={[
              { value: '', label: '–' },
              ...[...told.lines, ...told.written].map(({ id, startAt, title }) => ({
                value: id,
                label: `${times.wholeDay(startAt)} ${times.clock(startAt)} · ${title}`,
              })),
            ]}
          />
        )}
        <TextInput
          label={say('what')}
          value={draft.title}
          maxLength={200}
          required
          data-autofocus
          onChange={set('title')}
        />
        <NativeSelect
          label={say('class')}
          value={draft.class}
          onChange={set('class')}
          data={BROADCAST_CLASSES.map((each) => ({ value: each, label: CLASS_WORDS[each][language] }))}
        />
        <div className={styles.row}>
          <TextInput type="date" label={say('day')} value={draft.day} required onChange={set('day')} />
          <TextInput type="time" label={say('from')} value={draft.from} required onChange={set('from')} />
          <TextInput type="time" label={say('to')} value={draft.to} required onChange={set('to')} />
        </div>
        <Textarea label={say('note')} value={draft.note} maxLength={500} rows={2} onChange={set('note')} />
        {isCorrection && (
          <Textarea
            label={say('reason')}
            value={draft.reason}
            maxLength={500}
            required
            rows={2}
            onChange={set('reason')}
          />
        )}
        {fault !== undefined && (
          <Notice tone="fault" role="alert">
            {say(fault)}
          </Notice>
        )}
        <div className={styles.acts}>
          <Button type="submit">{sayCommon('save')}</Button>
          <Button variant="default" onClick={onClose}>
            {sayCommon('cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
