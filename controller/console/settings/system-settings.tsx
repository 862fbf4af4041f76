/** Hệ thống: whether the server has all that it needs, in words that tell what it means for broadcasts. */
import type { HealthAnswer } from '@loa-lang/schemas/http/health';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ask } from '../api/ask.ts';
import { serverNow, useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { type Incident, IncidentLine } from '../parts/incident-line.tsx';
import { Notice } from '../parts/notice.tsx';
import register from '../parts/register/register.module.css';
import { StateMark } from '../parts/state-mark.tsx';
import { Told } from '../parts/told.tsx';
import { useNumbers } from '../words/numbers.ts';
import { system } from '../words/system.ts';
import { useWords } from '../words/words.ts';
import styles from './settings.module.css';

type Probe = HealthAnswer['probes'][number];

/** Each look asks the database and the disk. */
const LOOK_MS = 10_000;
const TONES = { ok: 'good', degraded: 'warning', down: 'fault' } as const;

export function SystemSettings() {
  const say = useWords(system);
  const health = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => ask<HealthAnswer>('/health', { signal }),
    refetchInterval: LOOK_MS,
  });
  return (
    <div className={register.stack}>
      <Told query={health}>
        {({ status, probes }) => (
          <>
            <Notice tone={TONES[status]} role="status">
              {say(`status-${status}`)}
            </Notice>
            <ul className={register.list} aria-label={say('parts')}>
              {probes.map((probe) => (
                <li key={probe.name}>
                  <Part probe={probe} />
                </li>
              ))}
              <li>
                <Clock />
              </li>
            </ul>
          </>
        )}
      </Told>
      <h3>{say('incidents')}</h3>
      <SystemIncidents />
      <p className="soft">{say('technical')}</p>
    </div>
  );
}

function Part({ probe }: { probe: Probe }) {
  const say = useWords(system);
  const { name, ok, detail } = probe;
  const figures = useFigures(probe);
  return (
    <>
      <span className={styles.part}>
        <strong>{say(`part-${name}`)}</strong>
        <br />
        <span className="soft">
          {say(`${ok ? 'well' : 'ill'}-${name}`)}
          {figures !== undefined && ` ${figures}`}
        </span>
        {!ok && detail !== undefined && (
          <>
            <br />
            <small className="soft">{say('asItSays', { detail })}</small>
          </>
        )}
      </span>
      <StateMark look={ok ? 'ready' : 'fault'} label={say(ok ? 'ok' : 'notOk')} />
    </>
  );
}

/** What of a part is counted, in a sentence. */
function useFigures({ disk, queue }: Probe): string | undefined {
  const say = useWords(system);
  const numbers = useNumbers();
  const times = useTimes();
  const gigabytes = (bytes: number) => numbers.plain(bytes / 1024 ** 3);
  if (disk !== undefined) {
    return say('diskFigures', { free: gigabytes(disk.freeBytes), total: gigabytes(disk.totalBytes) });
  }
  if (queue?.lagMs !== undefined) return say('queueFigures', { late: times.length(queue.lagMs) });
  return undefined;
}

/** The server's clock against this one's: broadcasts go by the server's. */
function Clock() {
  const say = useWords(system);
  const times = useTimes();
  useNow(1000);
  const apart = Math.abs(serverNow() - Date.now());
  return (
    <>
      <span className={styles.part}>
        <strong>{say('clock')}</strong>
        <br />
        <span className="soft">
          {say('clockShows', { time: times.seconds(serverNow()), day: times.wholeDay(serverNow()) })}{' '}
          {apart > 0 ? say('clockApart', { length: times.length(apart) }) : say('clockSame')}
        </span>
      </span>
      <StateMark look={apart > 0 ? 'degraded' : 'ready'} label={say(apart > 0 ? 'apart' : 'ok')} />
    </>
  );
}

function SystemIncidents() {
  const say = useWords(system);
  const read = useQuery({
    queryKey: ['incidents', 'administrator'],
    queryFn: async ({ signal }) =>
      (await ask<{ incidents: Incident[] }>('/incidents?owner=administrator', { signal })).incidents,
  });
  return (
    <Told query={read} isEmpty={(all) => all.length === 0} empty={<p className="soft">{say('noIncidents')}</p>}>
      {(all) => (
        <ul className={register.list} aria-label={say('incidents')}>
          {all.map((incident) => (
            <li key={incident.id}>
              <IncidentLine incident={incident} />
              <Link href={`/su-co/${incident.id}`}>{say('open')}</Link>
            </li>
          ))}
        </ul>
      )}
    </Told>
  );
}
