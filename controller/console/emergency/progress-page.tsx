/** An emergency after it was sent: does it sound everywhere, whom to call, ending and justifying it. */
import type { EmergencyBody } from '@loa-lang/schemas/http/emergencies';
import type { StopDoneBody } from '@loa-lang/schemas/http/silence';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useMay, useSelf } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import type { PageParams } from '../frame/page-route.ts';
import { Notice } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { Told } from '../parts/told.tsx';
import { alarm } from '../words/alarm.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import { EMERGENCY_KEYS, isRunning, useEmergency } from './asking.ts';
import styles from './emergency.module.css';
import { useStateWords } from './emergency-list.tsx';
import { Justify } from './justify.tsx';
import { Reached } from './reached.tsx';
import { StopAnswer } from './stop-answer.tsx';

export function ProgressPage({ params: { id = '' } }: { params: PageParams }) {
  const say = useWords(alarm);
  const asked = useEmergency(id);
  const { data } = asked;
  const stateWords = useStateWords();
  const times = useTimes();
  const now = useNow();
  const may = useMay();
  const { data: self } = useSelf();
  const mayEnd = may('stop') || self?.personId === data?.sentBy.personId;
  return (
    <Page
      title={data?.title ?? say('progressTitle')}
      lead={
        data !== undefined &&
        `${stateWords(data)} · ${say('sentBy', { name: data.sentBy.name, when: times.moment(data.sentAt, now) })}`
      }
      next={data !== undefined && mayEnd && isRunning(data) && <End emergency={data} />}
    >
      <Told query={asked}>{(emergency) => <Progress emergency={emergency} />}</Told>
    </Page>
  );
}

function Progress({ emergency }: { emergency: EmergencyBody }) {
  const say = useWords(alarm);
  const language = useLanguage();
  const times = useTimes();
  const { id, fault, until, nextReadingAt } = emergency;
  const isLive = isRunning(emergency);
  return (
    <>
      {fault !== undefined && (
        <Notice tone="fault" role="alert">
          {fault.message[language]}
        </Notice>
      )}
      {isLive && until !== undefined && (
        <p className="soft">
          {nextReadingAt === undefined
            ? say('lastReading', { until: times.clock(until) })
            : say('nextReading', { time: times.clock(nextReadingAt), until: times.clock(until) })}
        </p>
      )}
      <Reached id={id} isLive={isLive} isMade={emergency.broadcastId !== undefined} />
      {!emergency.drill && <Justify emergency={emergency} />}
    </>
  );
}

function End({ emergency: { id } }: { emergency: EmergencyBody }) {
  const say = useWords(alarm);
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => post<StopDoneBody>(`/emergencies/${id}/stop`),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['today'] });
      return client.invalidateQueries({ queryKey: EMERGENCY_KEYS.list });
    },
  });
  return (
    <>
      <div className={styles.sentence}>
        {end.data !== undefined && <StopAnswer done={end.data} />}
        {end.error !== null && <ProblemNotice error={end.error} />}
        {end.data === undefined && end.error === null && <p className="soft">{say('endLead')}</p>}
      </div>
      <Button onClick={() => end.mutate()} loading={end.isPending}>
        {say('endAct')}
      </Button>
    </>
  );
}
