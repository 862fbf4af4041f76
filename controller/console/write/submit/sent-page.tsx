/** After: what really became of it, with a way back. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { post, remove } from '../../api/ask.ts';
import { useNow } from '../../api/clock.ts';
import { useTimes } from '../../api/times.ts';
import { Notice } from '../../parts/notice.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { useTell, useTellProblem } from '../../parts/toasts.tsx';
import { common } from '../../words/common.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import styles from '../write.module.css';
import type { Sent } from './send-draft.ts';

export function SentPage({ sent, onNew, onBack }: { sent: Sent; onNew: () => void; onBack: () => void }) {
  const say = useWords(write);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const times = useTimes();
  const now = useNow();
  const takeBack = async () => {
    try {
      if ('planned' in sent) await post(`/broadcasts/${sent.planned.broadcast.id}/cancel`, {});
      else await remove(`/schedules/${sent.saved.schedule.id}`);
      tell({ text: say('takenBack') });
      onBack();
    } catch (error) {
      tellProblem(error);
    }
  };
  const { warnings } = 'planned' in sent ? sent.planned : sent.saved;
  return (
    <Page title={say(isWaiting(sent) ? 'sentForApproval' : 'sentPlanned')} narrow>
      <Section>
        <div className={styles.stack}>
          <Notice tone="good" role="status">
            <p>{'planned' in sent ? plannedWords(sent.planned.broadcast) : scheduleWords(sent.saved.schedule)}</p>
          </Notice>
          {warnings.map(({ code, message }) => (
            <Notice key={`${code} ${message.vi}`} tone="warning">
              <p>{message[language]}</p>
            </Notice>
          ))}
          <div className={styles.acts}>
            <Button onClick={onNew}>{say('another')}</Button>
            <Button variant="default" onClick={() => void takeBack()}>
              {say('takeBack')}
            </Button>
            <Button component={Link} href="/soan-tin/ban-tin" variant="subtle">
              {say('toBulletins')}
            </Button>
          </div>
        </div>
      </Section>
    </Page>
  );

  function plannedWords({ title, startAt, hamlets, households, clusters, state }: Planned): string {
    const where = [
      sayCommon('hamlets', { count: hamlets }),
      sayCommon('households', { count: households }),
      sayCommon('clusters', { count: clusters }),
    ].join(' · ');
    const when = times.moment(startAt, now);
    return say(state === 'awaiting' ? 'wordsAwaiting' : 'wordsPlanned', { title, when, where });
  }
  function scheduleWords({ name, recurrenceText }: Schedule): string {
    return say('wordsSchedule', { title: name, when: recurrenceText[language] });
  }
}

type Planned = Extract<Sent, { planned: unknown }>['planned']['broadcast'];
type Schedule = Extract<Sent, { saved: unknown }>['saved']['schedule'];

const isWaiting = (sent: Sent): boolean => 'planned' in sent && sent.planned.broadcast.state === 'awaiting';
