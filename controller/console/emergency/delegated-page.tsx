/** Which heads of hamlets may send what stands prepared, and until when. */
import type { DelegationListSchema, DelegationSchema } from '@loa-lang/schemas/http/emergencies';
import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask, post, remove } from '../api/ask.ts';
import { serverNow } from '../api/clock.ts';
import { useZone } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { DaysFromUntil } from '../parts/days-from-until.tsx';
import { Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { alarm } from '../words/alarm.ts';
import { instantOf } from '../words/local-instant.ts';
import { useWords } from '../words/words.ts';
import { EMERGENCY_KEYS } from './asking.ts';
import styles from './emergency.module.css';
import { usePlaces } from './use-places.ts';

type Delegation = Static<typeof DelegationSchema>;
const MONTH_MS = 30 * 86_400_000;

export function DelegatedPage() {
  const say = useWords(alarm);
  const times = useTimes();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const { hamlets } = usePlaces();
  const again = () => client.invalidateQueries({ queryKey: EMERGENCY_KEYS.delegated });
  const asked = useQuery({
    queryKey: EMERGENCY_KEYS.delegated,
    queryFn: ({ signal }) => ask<Static<typeof DelegationListSchema>>('/emergency-delegations', { signal }),
  });
  const revoke = useMutation({
    mutationFn: ({ id }: Delegation) => remove(`/emergency-delegations/${id}`),
    onSuccess: (_, { hamletId, from, until }) => {
      tell({
        text: say('revoked'),
        undo: () => post('/emergency-delegations', { hamletId, from, until }).then(again),
      });
      return again();
    },
    onError: tellProblem,
  });
  const nameOf = (id: string) => hamlets.find((each) => each.id === id)?.name ?? id;
  return (
    <Page title={say('delegated')} lead={say('delegatedLead')} narrow>
      <Section>
        <Told query={asked}>
          {({ delegations }) => {
            const running = delegations.filter(
              ({ revokedAt, until }) => revokedAt === undefined && Date.parse(until) > serverNow(),
            );
            if (running.length === 0) return <p className="soft">{say('noDelegated')}</p>;
            return (
              <ul className={styles.plain}>
                {running.map((each) => (
                  <li key={each.id} className={styles.row}>
                    <div className={styles.grow}>
                      <strong>{nameOf(each.hamletId)}</strong>
                      <p className="soft">
                        {say('delegatedLine', {
                          from: times.wholeDay(each.from),
                          until: times.wholeDay(Date.parse(each.until) - 1),
                        })}
                      </p>
                    </div>
                    <Button variant="default" onClick={() => revoke.mutate(each)}>
                      {say('revoke')}
                    </Button>
                  </li>
                ))}
              </ul>
            );
          }}
        </Told>
      </Section>
      <Section title={say('grant')}>
        <Grant onDone={again} />
      </Section>
    </Page>
  );
}

function Grant({ onDone }: { onDone: () => Promise<unknown> }) {
  const say = useWords(alarm);
  const times = useTimes();
  const tell = useTell();
  const zone = useZone();
  const { hamlets } = usePlaces();
  const [hamletId, setHamletId] = useState<string>();
  const [from, setFrom] = useState(() => times.isoDay(serverNow()));
  const [until, setUntil] = useState(() => times.isoDay(serverNow() + MONTH_MS));
  const chosen = hamletId ?? hamlets[0]?.id;
  const grant = useMutation({
    mutationFn: () =>
      post<Delegation>('/emergency-delegations', {
        hamletId: chosen,
        from: instantOf(`${from}T00:00:00`, zone),
        until: instantOf(`${until}T23:59:59`, zone),
      }),
    onSuccess: () => {
      tell({ text: say('granted') });
      return onDone();
    },
  });
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        grant.mutate();
      }}
    >
      <NativeSelect
        label={say('hamlet')}
        data={hamlets.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen ?? ''}
        onChange={(event) => setHamletId(event.currentTarget.value)}
      />
      <DaysFromUntil
        {...{ from, until, onFrom: setFrom, onUntil: setUntil }}
        labels={{ from: say('from'), until: say('until') }}
      />
      {grant.error !== null && <ProblemNotice error={grant.error} />}
      <div>
        <Button type="submit" loading={grant.isPending} disabled={from === '' || until === ''}>
          {say('grant')}
        </Button>
      </div>
    </form>
  );
}
