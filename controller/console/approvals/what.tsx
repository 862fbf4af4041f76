/** What is to be approved: its sound, its text, its time and places. */
import { addressOf, query } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { Notice } from '../parts/notice.tsx';
import { Section } from '../parts/page.tsx';
import { Sound } from '../parts/sound.tsx';
import { approvals } from '../words/approvals.ts';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './approvals.module.css';
import type { ApprovalDetail } from './asking.ts';
import { useWhen } from './use-when.ts';

export function What({ detail }: { detail: ApprovalDetail }) {
  const say = useWords(approvals);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const times = useTimes();
  const now = useNow();
  const when = useWhen();
  const { hamlets, clusters, households, submittedBy, createdAt, beyondRules } = detail;
  const named = hamlets.map(({ name }) => name).join(', ');
  return (
    <>
      <Section>
        <dl className={styles.facts}>
          <dt>{say('when')}</dt>
          <dd>{when(detail)}</dd>
          <dt>{say('where')}</dt>
          <dd>
            {say('whereWords', {
              hamlets: sayCommon('hamlets', { count: hamlets.length }),
              clusters: sayCommon('clusters', { count: clusters }),
              households: sayCommon('households', { count: households }),
            })}
            <p className="soft">{named}</p>
          </dd>
          <dt>{say('by')}</dt>
          <dd>{say('sentAt', { name: submittedBy.name, when: times.moment(createdAt, now) })}</dd>
        </dl>
      </Section>
      {beyondRules !== undefined && <Notice tone="warning">{beyondRules[language]}</Notice>}
      {detail.parts.map((part) => (
        <Section key={part.assetId} title={part.title}>
          <Sound
            src={addressOf(`/bulletins/${part.bulletinId}/audio${query({ language: part.language })}`)}
            label={`${sayCommon('listen')}: ${part.title}`}
          />
          <p className="soft">
            {say('length', { length: times.length(part.durationMs) })}
            {part.readings > 1 && ` · ${say('readings', { count: part.readings })}`}
          </p>
          {part.spoken.length === 0 ? (
            <p>{say('recording', { file: part.fileName === undefined ? '' : ` “${part.fileName}”` })}</p>
          ) : (
            <div className={styles.text} lang={part.language}>
              {part.spoken.map((paragraph) => (
                <p key={paragraph}>{paragraph}</p>
              ))}
            </div>
          )}
        </Section>
      ))}
    </>
  );
}
