/** One incident on the board: what it is, where, and what somebody does about it. */

import type { IncidentDetailSchema } from '@loa-lang/schemas/http/incidents';
import { Button, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { Link } from 'wouter';
import { ask, post } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useSelf } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { type Incident, IncidentLine } from '../parts/incident-line.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { incidents } from '../words/incidents.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './incidents.module.css';

type Detail = Static<typeof IncidentDetailSchema>;

export function IncidentItem({ incident }: { incident: Incident }) {
  const say = useWords(incidents);
  const { data: self } = useSelf();
  const [isShown, setShown] = useState(false);
  const act = useAct(incident.id);
  const { state, cluster, assignee } = incident;
  const isOver = state === 'resolved';
  return (
    <div className={styles.item}>
      {cluster !== undefined && (
        <Link href={`/cum-loa/${cluster.id}`} className={styles.where}>
          {cluster.code} · {cluster.name}
        </Link>
      )}
      <IncidentLine incident={incident} />
      <div className={styles.acts}>
        {state === 'open' && (
          <Button variant="default" size="sm" onClick={() => void act('acknowledge', {}, say('acknowledged'))}>
            {say('acknowledge')}
          </Button>
        )}
        {!isOver && self?.kind === 'person' && assignee?.personId !== self.personId && (
          <Button
            variant="default"
            size="sm"
            onClick={() =>
              void act('assign', { personId: self.personId }, say('taken'), [
                'assign',
                { personId: assignee?.personId ?? null },
              ])
            }
          >
            {say('take')}
          </Button>
        )}
        {!isOver && (
          <Button
            variant="default"
            size="sm"
            onClick={() => void act('resolve', {}, say('resolvedNow'), ['reopen', {}])}
          >
            {say('resolve')}
          </Button>
        )}
        {isOver && (
          <Button variant="default" size="sm" onClick={() => void act('reopen', {}, say('reopened'))}>
            {say('reopen')}
          </Button>
        )}
        <Button variant="subtle" size="sm" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {say('details')}
        </Button>
      </div>
      {isShown && <Details id={incident.id} onNote={(text) => act('note', { text }, say('noted'))} />}
    </div>
  );
}

type Act = 'acknowledge' | 'assign' | 'resolve' | 'reopen' | 'note';

/** @returns does it, tells of it, and offers the way back where there is one */
function useAct(id: string) {
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const send = async (act: Act, body: object) => {
    await post(`/incidents/${id}/${act}`, body);
    await client.invalidateQueries({ queryKey: ['incidents'] });
  };
  return async (act: Act, body: object, text: string, back?: [Act, object]) => {
    try {
      await send(act, body);
      tell({ text, ...(back !== undefined && { undo: () => send(...back) }) });
    } catch (error) {
      tellProblem(error);
    }
  };
}

function Details({ id, onNote }: { id: string; onNote: (text: string) => Promise<void> }) {
  const say = useWords(incidents);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const times = useTimes();
  const now = useNow();
  const [text, setText] = useState('');
  const read = useQuery({
    queryKey: ['incidents', id],
    queryFn: ({ signal }) => ask<Detail>(`/incidents/${id}`, { signal }),
  });
  const write = async () => {
    await onNote(text.trim());
    setText('');
  };
  return (
    <div className={styles.details}>
      <Told query={read}>
        {({ events }) => (
          <ol className={styles.events}>
            {events.map(({ at, event, message, by, text: said }) => (
              <li key={`${at} ${event}`}>
                <time dateTime={at}>{times.moment(at, now)}</time>
                {': '}
                {[message?.[language] ?? event, by?.name, said].filter(Boolean).join(' · ')}
              </li>
            ))}
          </ol>
        )}
      </Told>
      <Textarea
        label={say('noteText')}
        maxLength={1000}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <Button size="sm" disabled={text.trim() === ''} onClick={() => void write()}>
          {sayCommon('save')}
        </Button>
      </div>
    </div>
  );
}
