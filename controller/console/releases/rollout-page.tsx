/** One rollout: how far it is, what failed and why, and what may be done about it. */
import type { RolloutBody } from '@loa-lang/schemas/http/rollouts';
import { Link } from 'wouter';
import { useNow } from '../api/clock.ts';
import { useAreas } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import type { PageParams } from '../frame/page-route.ts';
import { Notice } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Told } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { useNumbers } from '../words/numbers.ts';
import { releases } from '../words/releases.ts';
import { useWords } from '../words/words.ts';
import styles from './releases.module.css';
import { useRollout } from './releases-queries.ts';
import { RolloutActs } from './rollout-acts.tsx';
import { RolloutDevices } from './rollout-devices.tsx';
import { allOf, byGroup } from './rollout-groups.ts';
import { RolloutProgress } from './rollout-progress.tsx';

const MINUTE_MS = 60_000;

export function RolloutPage({ params }: { params: PageParams }) {
  const say = useWords(releases);
  const language = useLanguage();
  const numbers = useNumbers();
  const read = useRollout(params.id ?? '');
  const { data } = read;
  const lead = data && {
    count: allOf(data.counts),
    there: numbers.plain(byGroup(data.counts).healthy),
  };
  return (
    <Page
      title={data === undefined ? say('rollout') : say('rolloutTo', { version: data.release.version })}
      lead={data !== undefined && lead !== undefined && say(`lead-${data.state}`, lead)}
      acts={<Link href="/cum-loa/phien-ban">{say('title')}</Link>}
      next={
        data !== undefined && (data.state === 'running' || data.state === 'paused') && <RolloutActs rollout={data} />
      }
    >
      <Told query={read}>
        {(rollout) => (
          <>
            {rollout.message !== undefined && (
              <Notice tone="warning" role="status">
                {rollout.message[language]}
              </Notice>
            )}
            <Section>
              <RolloutProgress counts={rollout.counts} />
              <Facts rollout={rollout} />
            </Section>
            <RolloutDevices devices={rollout.devices} />
          </>
        )}
      </Told>
    </Page>
  );
}

function Facts({ rollout }: { rollout: RolloutBody }) {
  const say = useWords(releases);
  const sayCommon = useWords(common);
  const times = useTimes();
  const now = useNow(MINUTE_MS);
  const { data: areas = [] } = useAreas();
  const { areaId, firstClusterId, devices, soakMinutes, hours, createdAt, createdBy, counts } = rollout;
  const first = devices.find(({ clusterId }) => clusterId === firstClusterId);
  const area = areas.find(({ id }) => id === areaId)?.name;
  const facts = [
    [say('where'), area ?? sayCommon('clusters', { count: allOf(counts) })],
    [say('first'), first?.name === undefined ? firstClusterId : `${first.code} · ${first.name}`],
    [say('soakFact'), times.length(soakMinutes * 60_000)],
    [say('hours'), hours === undefined ? say('hours-any') : `${hours.from}–${hours.until}`],
    [say('begunFact'), `${times.moment(createdAt, now)}, ${createdBy}`],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, fact]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
