/** Before anything is sent: what will sound, where, when, to how many households, and what stands in the way. */
import type { ConflictBody } from '@loa-lang/schemas/errors/body';
import { useNow } from '../../api/clock.ts';
import { useTimes } from '../../api/times.ts';
import { Notice } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { common } from '../../words/common.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import styles from '../write.module.css';
import type { useFacts } from './use-facts.ts';
import { useRepeatWords } from './use-repeat-words.ts';

export function SubmitSection({ known, mayApprove }: { known: ReturnType<typeof useFacts>; mayApprove: boolean }) {
  const say = useWords(write);
  const language = useLanguage();
  const { outlook, missing } = known;
  const sentence = useSentence(known);
  const seen = outlook.data;
  return (
    <Section title={say('before')} id="before">
      {missing !== undefined ? (
        <p className="soft">{say(`missing-${missing}`)}</p>
      ) : (
        <div className={styles.stack} aria-busy={outlook.isFetching}>
          <p className={styles.sentence}>
            {sentence} {!mayApprove && say('needsApproval')}
          </p>
          {outlook.error !== null && <ProblemNotice error={outlook.error} />}
          {seen?.refusal !== undefined && (
            <Notice tone="fault" role="alert">
              <p>{seen.refusal.message[language]}</p>
            </Notice>
          )}
          {seen?.conflicts !== undefined && <Conflicts conflicts={seen.conflicts} />}
          {[...(seen?.warnings ?? []), ...(seen?.leftOut ?? [])].map(({ message }) => (
            <Notice key={message.vi} tone="warning">
              <p>{message[language]}</p>
            </Notice>
          ))}
        </div>
      )}
    </Section>
  );
}

export function Conflicts({ conflicts }: { conflicts: readonly ConflictBody[] }) {
  const language = useLanguage();
  return conflicts.map(({ code, message, loser, winner }) => (
    <Notice key={`${code} ${loser.id} ${winner.id}`} tone="warning">
      <p>{message[language]}</p>
    </Notice>
  ));
}

/** "“Lịch tiêm phòng”, khoảng 1 phút 20 giây, phát lúc 17:00 hôm nay ở 9 thôn · 1.203 hộ · 14 cụm loa." */
function useSentence({ title, durationMs, draft, start, outlook, isExact }: ReturnType<typeof useFacts>): string {
  const say = useWords(write);
  const sayCommon = useWords(common);
  const times = useTimes();
  const now = useNow();
  const repeat = useRepeatWords(draft.when);
  const seen = outlook.data;
  const where =
    seen === undefined
      ? '…'
      : [
          sayCommon('hamlets', { count: seen.hamlets }),
          sayCommon('households', { count: seen.households }),
          sayCommon('clusters', { count: seen.clusters }),
        ].join(' · ');
  const length = say(isExact ? 'lengthExact' : 'lengthAbout', { length: times.length(durationMs) });
  if (draft.when.mode === 'repeat') return say('sentenceRepeat', { title, length, when: repeat, where });
  if (draft.when.mode === 'now') return say('sentenceNow', { title, length, where });
  return say('sentenceLater', { title, length, when: start === undefined ? '…' : times.moment(start, now), where });
}
