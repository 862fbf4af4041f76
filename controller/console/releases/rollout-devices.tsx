/** Each cluster of a rollout: what failed first, with why. */
import type { RolloutBody } from '@loa-lang/schemas/http/rollouts';
import { useState } from 'react';
import { Link } from 'wouter';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { fold, matches } from '../parts/fold.ts';
import { Section } from '../parts/page.tsx';
import { Rows } from '../parts/rows.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { releases } from '../words/releases.ts';
import { useWords } from '../words/words.ts';
import { GroupChips } from './group-chips.tsx';
import styles from './releases.module.css';
import { GROUPS, type Group, groupOf } from './rollout-groups.ts';
import { GroupMark } from './rollout-progress.tsx';

type Device = RolloutBody['devices'][number];

const MINUTE_MS = 60_000;
const ROW_PX = 60;
/** Fewer than this are found by looking. */
const FEW = 8;

export function RolloutDevices({ devices }: { devices: readonly Device[] }) {
  const say = useWords(releases);
  const sayCommon = useWords(common);
  const [group, setGroup] = useState<Group>();
  const [wanted, setWanted] = useState('');
  const shown = devices
    .filter(({ state }) => group === undefined || groupOf(state) === group)
    .filter(({ code = '', name = '' }) => matches(fold(`${code} ${name}`), wanted))
    .sort(
      (a, b) =>
        GROUPS.indexOf(groupOf(a.state)) - GROUPS.indexOf(groupOf(b.state)) ||
        (a.code ?? '').localeCompare(b.code ?? '', 'vi', { numeric: true }),
    );
  return (
    <Section title={say('devices')}>
      {devices.length > FEW && (
        <div className={styles.filters}>
          <GroupChips devices={devices} chosen={group} onChoose={setGroup} />
          <div className={styles.search}>
            <SearchField value={wanted} onChange={setWanted} />
          </div>
        </div>
      )}
      {shown.length === 0 && (
        <p className="soft">{wanted === '' ? say('noneLikeThis') : sayCommon('nothingFound', { what: wanted })}</p>
      )}
      <Rows
        items={shown}
        keyOf={({ deviceId }) => deviceId}
        rowHeight={ROW_PX}
        label={say('devices')}
        row={(device) => <Line device={device} />}
      />
    </Section>
  );
}

function Line({ device }: { device: Device }) {
  const say = useWords(releases);
  const language = useLanguage();
  const times = useTimes();
  const now = useNow(MINUTE_MS);
  const { clusterId, code, name, state, message, detail, orders, changedAt } = device;
  return (
    <div className={styles.device}>
      <Link href={`/cum-loa/${clusterId}`} className={styles.link}>
        {name === undefined ? clusterId : `${code} · ${name}`}
      </Link>
      <span>
        <GroupMark group={groupOf(state)} /> {say(`device-${state}`)}
        {message !== undefined && <>. {message[language]}</>}
        {message === undefined && detail !== undefined && <>. {say('saidByDevice', { detail })}</>}
        {orders > 1 && <> {say('orders', { count: orders })}</>}
      </span>
      {state !== 'waiting' && <small className="soft">{times.moment(changedAt, now)}</small>}
    </div>
  );
}
