/** An emergency: choose what stands prepared, hold. */
import type { EmergencySentBody } from '@loa-lang/schemas/http/emergencies';
import { Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { ask } from '../api/ask.ts';
import { keyOf, newKey } from '../api/new-key.ts';
import { isProblem } from '../api/problem.ts';
import { useMay } from '../api/queries.ts';
import { HoldButton } from '../parts/hold-button.tsx';
import { Notice } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { alarm } from '../words/alarm.ts';
import { useWords } from '../words/words.ts';
import { EMERGENCY_KEYS, useSilence, useTemplates } from './asking.ts';
import styles from './emergency.module.css';
import { EmergencyList } from './emergency-list.tsx';
import { usePlaces } from './use-places.ts';
import { useSentence } from './use-sentence.ts';
import { WhatChoice } from './what-choice.tsx';
import { WhereChoice } from './where-choice.tsx';
import { emergencyOf, FIRST_WISH, lackOf, locksOver, type Wish } from './wish.ts';

export function EmergencyPage() {
  const say = useWords(alarm);
  const may = useMay();
  const [, go] = useLocation();
  const client = useQueryClient();
  const { commune, hamlets } = usePlaces();
  const { data: silence } = useSilence();
  const [wish, setWish] = useState<Wish>(FIRST_WISH);
  const change = useCallback((part: Partial<Wish>) => setWish((before) => ({ ...before, ...part })), []);
  const over = locksOver(wish, silence?.open ?? [], hamlets);
  // one opened page is one intention: pressed again after a lost answer, whoever lost it, it is the same emergency
  const [intention] = useState(newKey);
  const send = useMutation({
    mutationFn: (liftAndSend: boolean) => {
      const body = emergencyOf(wish, may('emergency') ? commune?.id : undefined, liftAndSend);
      const headers = { 'idempotency-key': keyOf(intention, body) };
      return ask<EmergencySentBody>('/emergencies', { method: 'POST', headers, body });
    },
    onSuccess: ({ emergency }) => {
      void client.invalidateQueries({ queryKey: EMERGENCY_KEYS.silence });
      void client.invalidateQueries({ queryKey: ['today'] });
      go(`/khan-cap/${emergency.id}`);
    },
  });
  const isLocked = over.length > 0 || isProblem(send.error, 'emergency-silenced');
  const fields = useTemplates().data?.find(({ id }) => id === wish.what)?.fields;
  const lack = lackOf(wish, fields);
  const sentence = useSentence(wish);
  const isStuck = isLocked && wish.drill;
  const lifts = isLocked && !wish.drill;
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      acts={
        may('emergency') && (
          <>
            <Link href="/khan-cap/giao-quyen">{say('delegated')}</Link>
            {may('submit') && <Link href="/soan-tin/mau">{say('templates')}</Link>}
          </>
        )
      }
      next={
        <>
          <p className={styles.sentence}>{lack === undefined ? sentence : say(lack)}</p>
          <HoldButton
            tone="red"
            onHeld={() => send.mutate(lifts)}
            busy={send.isPending}
            disabled={lack !== undefined || isStuck}
          >
            {say(lifts ? 'liftAndSend' : wish.drill ? 'sendDrill' : 'send')}
          </HoldButton>
        </>
      }
    >
      <EmergencyList which="active" />
      {isLocked && (
        <Notice tone="red" role="alert">
          {say(wish.drill ? 'drillLocked' : 'lockedHere', { reasons: over.map(({ reason }) => reason).join('; ') })}
        </Notice>
      )}
      {send.error !== null && !isProblem(send.error, 'emergency-silenced') && <ProblemNotice error={send.error} />}
      <Section title={say('chooseText')}>
        <WhatChoice wish={wish} onChange={change} />
      </Section>
      <Section title={say('where')}>
        <WhereChoice chosen={wish.chosen} onChange={change} />
      </Section>
      {may('emergency') && (
        <Section>
          <Switch
            label={say('drill')}
            description={say('drillHint')}
            checked={wish.drill}
            onChange={(event) => change({ drill: event.currentTarget.checked })}
          />
        </Section>
      )}
      <EmergencyList which="recent" />
    </Page>
  );
}
