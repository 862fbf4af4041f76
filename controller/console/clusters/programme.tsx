/** What one cluster is to play now and next, and what its device said of the latest. */
import type { ClusterProgrammeBody } from '@loa-lang/schemas/http/cluster-watch';
import { REASON_WORDS } from '@loa-lang/schemas/programme-log/words';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { Section } from '../parts/page.tsx';
import { Told } from '../parts/told.tsx';
import { clusterPage } from '../words/cluster-page.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';
import { useProgramme } from './one.ts';

type Entry = ClusterProgrammeBody['now'][number];

export function Programme({ id }: { id: string }) {
  const say = useWords(clusterPage);
  const read = useProgramme(id);
  return (
    <Section title={say('programme')}>
      <Told query={read}>
        {({ now, next, past }) => (
          <>
            <Entries title={say('onAir')} entries={now} none={say('nothingNow')} />
            <Entries title={say('next')} entries={next} none={say('nothingNext')} />
            <Entries title={say('past')} entries={past.slice(0, 5)} none={say('nothingPast')} />
          </>
        )}
      </Told>
    </Section>
  );
}

function Entries({ title, entries, none }: { title: string; entries: readonly Entry[]; none: string }) {
  return (
    <div className={styles.group}>
      <h3>{title}</h3>
      {entries.length === 0 ? (
        <p className="soft">{none}</p>
      ) : (
        <ul className={styles.list}>
          {entries.map((entry) => (
            <li key={entry.broadcastId}>
              <EntryLine entry={entry} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function EntryLine({ entry }: { entry: Entry }) {
  const say = useWords(clusterPage);
  const language = useLanguage();
  const times = useTimes();
  const now = useNow();
  const { title, startAt, endsAt, approval, cancelled, receipt } = entry;
  const hasBegun = Date.parse(startAt) <= now;
  const became = cancelled
    ? say('cancelled')
    : approval !== 'approved'
      ? say('notApproved')
      : receipt !== undefined
        ? say(receipt.state)
        : hasBegun
          ? say('noReport')
          : undefined;
  const reason = receipt?.reason === undefined ? undefined : REASON_WORDS[receipt.reason][language];
  return (
    <>
      <span className={styles.entry}>
        <strong>{title}</strong>
        <time dateTime={startAt}>
          {times.moment(startAt, now)} {say('upTo', { time: times.clock(endsAt) })}
        </time>
      </span>
      {became !== undefined && (
        <small className="soft">
          {became}
          {reason !== undefined && `: ${reason}`}
        </small>
      )}
    </>
  );
}
