/** One complaint: what was said, the answer, and what is done about it. */

import type { ComplaintDetailSchema } from '@loa-lang/schemas/http/complaints';
import { Button, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask, patch, put } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { complaints } from '../words/complaints.ts';
import { useWords } from '../words/words.ts';
import styles from './incidents.module.css';

type Detail = Static<typeof ComplaintDetailSchema>;

export function ComplaintDetail({ id }: { id: string }) {
  const read = useQuery({
    queryKey: ['complaints', id],
    queryFn: ({ signal }) => ask<Detail>(`/complaints/${id}`, { signal }),
  });
  return (
    <div className={styles.details}>
      <Told query={read}>{(detail) => <Known detail={detail} />}</Told>
    </div>
  );
}

function Known({ detail }: { detail: Detail }) {
  const say = useWords(complaints);
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const [answer, setAnswer] = useState(detail.answer ?? '');
  const [note, setNote] = useState('');
  const path = `/complaints/${detail.id}`;
  const does = async (act: () => Promise<unknown>, text: string) => {
    try {
      await act();
      tell({ text });
    } catch (error) {
      tellProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['complaints'] });
  };
  const other = detail.owner === 'technician' ? 'officer' : 'technician';
  const isOpen = detail.state === 'new' || detail.state === 'acknowledged';
  return (
    <>
      <Reports detail={detail} />
      <Textarea
        label={say('answer')}
        description={say('answerHow')}
        maxLength={2000}
        autosize
        minRows={3}
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      <div className={styles.acts}>
        <Button
          disabled={answer.trim() === '' || answer === detail.answer}
          onClick={() => void does(() => put(`${path}/answer`, { answer: answer.trim() }), say('sent'))}
        >
          {say('send')}
        </Button>
        {detail.state === 'new' && (
          <Button
            variant="default"
            onClick={() => void does(() => patch(path, { state: 'acknowledged' }), say('taken'))}
          >
            {say('acknowledge')}
          </Button>
        )}
        {isOpen && (
          <>
            <Button variant="default" onClick={() => void does(() => patch(path, { owner: other }), say('handed'))}>
              {say('handOver', { whom: say(other) })}
            </Button>
            <Button variant="default" onClick={() => void does(() => patch(path, { state: 'closed' }), say('closed'))}>
              {say('close')}
            </Button>
          </>
        )}
      </div>
      <Textarea
        label={say('note')}
        description={say('noteHow')}
        maxLength={1000}
        autosize
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div>
        <Button
          variant="default"
          disabled={note.trim() === ''}
          onClick={() =>
            void does(() => patch(path, { internalNote: note.trim() }), say('noted')).then(() => setNote(''))
          }
        >
          {say('note')}
        </Button>
      </div>
    </>
  );
}

function Reports({ detail: { reports, notes, answeredAt, answeredBy } }: { detail: Detail }) {
  const say = useWords(complaints);
  const times = useTimes();
  const now = useNow();
  return (
    <>
      <h3>{say('said')}</h3>
      {reports.map(({ at, told, contact, takenBy }) => (
        <blockquote key={`${at} ${told}`} className={styles.said}>
          {told === '' ? <span className="soft">{say('noWords')}</span> : told}
          <p className="soft">
            <small>
              {[
                times.moment(at, now),
                contact !== undefined && say('contact', { contact }),
                takenBy !== undefined && say('takenBy', { name: takenBy }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </p>
        </blockquote>
      ))}
      {notes.map(({ at, by, internalNote }) => (
        <p key={`${at} ${internalNote}`}>
          <small>
            {times.moment(at, now)} · {by}: {internalNote}
          </small>
        </p>
      ))}
      {answeredAt !== undefined && (
        <p className="soft">
          <small>{say('answered', { who: answeredBy ?? '', moment: times.moment(answeredAt, now) })}</small>
        </p>
      )}
    </>
  );
}
