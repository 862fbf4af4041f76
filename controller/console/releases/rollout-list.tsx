/** The rollouts, newest first, each with how far it is. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useNow } from '../api/clock.ts';
import { useAreas } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Rows } from '../parts/rows.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { releases } from '../words/releases.ts';
import { useWords } from '../words/words.ts';
import styles from './releases.module.css';
import { type RolloutLine, useRollouts } from './releases-queries.ts';
import { allOf } from './rollout-groups.ts';
import { RolloutProgress } from './rollout-progress.tsx';

const MINUTE_MS = 60_000;
const ROW_PX = 130;
/** So many are shown at first: what is under way is among them. */
const FIRST = 5;

export function RolloutList() {
  const say = useWords(releases);
  const sayCommon = useWords(common);
  const [showsAll, setShowsAll] = useState(false);
  const read = useRollouts();
  return (
    <Told
      query={read}
      isEmpty={(all) => all.length === 0}
      empty={<Empty title={say('noRollouts')}>{say('noRolloutsHow')}</Empty>}
    >
      {(all) => (
        <>
          <Rows
            items={showsAll ? all : all.slice(0, FIRST)}
            keyOf={({ id }) => id}
            rowHeight={ROW_PX}
            label={say('rollouts')}
            row={(each) => <Line rollout={each} />}
          />
          {!showsAll && all.length > FIRST && (
            <Button variant="default" onClick={() => setShowsAll(true)}>
              {sayCommon('more')}
            </Button>
          )}
        </>
      )}
    </Told>
  );
}

function Line({ rollout }: { rollout: RolloutLine }) {
  const say = useWords(releases);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const times = useTimes();
  const now = useNow(MINUTE_MS);
  const { data: areas = [] } = useAreas();
  const { id, release, areaId, counts, state, message, createdAt, createdBy } = rollout;
  const area = areas.find((each) => each.id === areaId)?.name;
  return (
    <div className={styles.line}>
      <div className={styles.head}>
        <Link href={`/cum-loa/phien-ban/${id}`} className={styles.link}>
          {say('rolloutOf', {
            version: release.version,
            where: area ?? sayCommon('clusters', { count: allOf(counts) }),
          })}
        </Link>
        <span>{say(`state-${state}`)}</span>
      </div>
      <RolloutProgress counts={counts} />
      {message !== undefined && <p>{message[language]}</p>}
      <small className="soft">{say('begunBy', { name: createdBy, when: times.moment(createdAt, now) })}</small>
    </div>
  );
}
