/** What was changed of the record and the SIM, by whom, with what it was before; from the record of all acts. */
import type { AuditEntryBody, AuditListSchema } from '@loa-lang/schemas/http/audit';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, query } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { Section } from '../parts/page.tsx';
import { Told } from '../parts/told.tsx';
import { clusterRecord } from '../words/cluster-record.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import { changedFields } from './changed-fields.ts';
import styles from './one.module.css';

export function Changes({ id }: { id: string }) {
  const say = useWords(clusterRecord);
  const read = useQuery({
    queryKey: ['clusters', id, 'changes'],
    queryFn: async ({ signal }) =>
      (await ask<Static<typeof AuditListSchema>>(`/audit${query({ subjectId: id, limit: 50 })}`, { signal })).entries,
  });
  return (
    <Section title={say('history')}>
      <Told query={read} isEmpty={(list) => list.length === 0} empty={<p className="soft">{say('noHistory')}</p>}>
        {(list) => (
          <ul className={styles.list}>
            {list.map((entry) => (
              <li key={entry.seq}>
                <Change entry={entry} />
              </li>
            ))}
          </ul>
        )}
      </Told>
    </Section>
  );
}

function Change({ entry }: { entry: AuditEntryBody }) {
  const say = useWords(clusterRecord);
  const language = useLanguage();
  const times = useTimes();
  const now = useNow();
  return (
    <>
      <span className={styles.entry}>
        <strong>{entry.words[language]}</strong>
        <small className="soft">
          {entry.actor.name}, {times.moment(entry.at, now)}
        </small>
      </span>
      {changedFields(entry.details).map(({ name, before, after }) => (
        <p key={name}>
          <small>
            {name}: {after}
            {before !== undefined && <span className="soft"> ({say('was', { value: before })})</span>}
          </small>
        </p>
      ))}
    </>
  );
}
