/** What a stop met, in the controller's words. */
import type { StopDoneBody } from '@loa-lang/schemas/http/silence';
import { Notice } from '../parts/notice.tsx';
import { alarm } from '../words/alarm.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';

export function StopAnswer({ done: { broadcasts, notices, delivery } }: { done: StopDoneBody }) {
  const say = useWords(alarm);
  const language = useLanguage();
  const isSent = delivery.state === 'sent';
  return (
    <Notice tone={isSent ? 'good' : 'warning'} role="status">
      {broadcasts.length === 0 && notices.length === 0 && <p>{say('notStopped')}</p>}
      {broadcasts.map(({ broadcastId, message }) => (
        <p key={broadcastId}>{message[language]}</p>
      ))}
      {notices.map(({ code, message }) => (
        <p key={code}>{message[language]}</p>
      ))}
      {!isSent && <p>{say('waitingDelivery')}</p>}
    </Notice>
  );
}
