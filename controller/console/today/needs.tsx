/** What waits for whoever looks, each with its next act. */
import type { TodayBody } from '@loa-lang/schemas/http/today';
import { Link } from 'wouter';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { Section } from '../parts/page.tsx';
import { today } from '../words/today.ts';
import { useWords } from '../words/words.ts';
import { MakeUpNeed } from './make-up-need.tsx';
import { groupsOf } from './missed-groups.ts';
import { Need, NeedLink } from './need.tsx';
import { countOf } from './needs-count.ts';
import { QuietNeed } from './quiet-need.tsx';
import styles from './today.module.css';

export function Needs({ needs }: { needs: TodayBody['needs'] }) {
  const say = useWords(today);
  return (
    <Section title={say('needs')} id="can-xu-ly">
      {countOf(needs) === 0 ? (
        <p className="soft">{say('nothingNeeded')}</p>
      ) : (
        <ul className={styles.list}>
          <Alarms needs={needs} />
          <Approvals needs={needs} />
          {groupsOf(needs.missed).map((group) =>
            group.tooQuiet ? <QuietNeed key={group.key} group={group} /> : <MakeUpNeed key={group.key} group={group} />,
          )}
          <Writing needs={needs} />
          {needs.overdueComplaints !== undefined && needs.overdueComplaints > 0 && (
            <Need title={say('complaints', { count: needs.overdueComplaints })} tone="warning">
              <NeedLink href="/su-co/phan-anh">{say('look')}</NeedLink>
            </Need>
          )}
          {needs.openIncidents > 0 && (
            <Need title={say('incidents', { count: needs.openIncidents })} tone="warning">
              <NeedLink href="/su-co">{say('look')}</NeedLink>
            </Need>
          )}
        </ul>
      )}
    </Section>
  );
}

function Alarms({ needs: { locks, emergencies } }: { needs: TodayBody['needs'] }) {
  const say = useWords(today);
  const times = useTimes();
  const now = useNow();
  return (
    <>
      {locks.map(({ id, areaName, reason, since }) => (
        <Need
          key={id}
          tone="red"
          title={say('lock', { area: areaName })}
          more={say('lockSince', { reason, since: times.moment(since, now) })}
        >
          <NeedLink href="/khan-cap/im-lang">{say('look')}</NeedLink>
        </Need>
      ))}
      {emergencies.map(({ id, title, sentAt, sentBy, until, flagged, mayJustify }) => (
        <Need
          key={id}
          tone={flagged ? 'red' : 'warning'}
          title={say('justify', { title })}
          more={say(flagged ? 'justifyOver' : 'justifyUntil', {
            name: sentBy.name,
            sent: times.moment(sentAt, now),
            until: times.moment(until, now),
          })}
        >
          <NeedLink href={`/khan-cap/${id}`}>{say(mayJustify ? 'doJustify' : 'look')}</NeedLink>
        </Need>
      ))}
    </>
  );
}

function Approvals({ needs: { approvals, approvalsTotal, confirm } }: { needs: TodayBody['needs'] }) {
  const say = useWords(today);
  const times = useTimes();
  const now = useNow();
  const when = (startAt: string | undefined) =>
    startAt === undefined ? say('whenApproved') : `${times.moment(startAt, now)} (${times.near(startAt, now)})`;
  return (
    <>
      {approvals.map(({ id, title, startAt, submittedBy }) => (
        <Need
          key={id}
          title={say('waitsFor', { title })}
          more={say('waitingFrom', { name: submittedBy.name, when: when(startAt) })}
        >
          <NeedLink href={`/cho-duyet/${id}`} primary>
            {say('listenApprove')}
          </NeedLink>
        </Need>
      ))}
      {approvalsTotal > approvals.length && (
        <li>
          <Link href="/cho-duyet">{say('allApprovals', { count: approvalsTotal })}</Link>
        </li>
      )}
      {confirm.map(({ id, title, submittedBy, startAt }) => (
        <Need
          key={id}
          title={say('confirmSaid', { title })}
          more={say('waitingFrom', { name: submittedBy.name, when: when(startAt) })}
        >
          <NeedLink href={`/cho-duyet/${id}`}>{say('confirm')}</NeedLink>
        </Need>
      ))}
    </>
  );
}

function Writing({ needs: { returned, drafts } }: { needs: TodayBody['needs'] }) {
  const say = useWords(today);
  return (
    <>
      {returned.map(({ id, subjectKind, subjectId, title, reason, returnedBy }) => (
        <Need
          key={id}
          tone="warning"
          title={say('returned', { title })}
          more={say('returnedBy', { name: returnedBy, reason })}
        >
          {subjectKind === 'broadcast' ? (
            <NeedLink href={`/soan-tin?luot=${subjectId}`}>{say('mend')}</NeedLink>
          ) : (
            <NeedLink href={`/cho-duyet/${id}`}>{say('look')}</NeedLink>
          )}
        </Need>
      ))}
      {drafts.map(({ id, title, submittedBy }) => (
        <Need key={id} title={say('draft', { title })} more={submittedBy.name}>
          <NeedLink href={`/cho-duyet/${id}`}>{say('look')}</NeedLink>
        </Need>
      ))}
    </>
  );
}
