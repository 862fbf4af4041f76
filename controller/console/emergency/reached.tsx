/** In which hamlets it sounds by the word of their clusters; where it does not, whom to call. */
import type { EmergencyProgressBody } from '@loa-lang/schemas/http/emergencies';
import { Section } from '../parts/page.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { Told } from '../parts/told.tsx';
import { alarm } from '../words/alarm.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import { useProgress } from './asking.ts';
import styles from './emergency.module.css';

type Hamlet = EmergencyProgressBody['hamlets'][number];

const isThrough = ({ clusters, confirmed }: Hamlet): boolean => clusters > 0 && confirmed === clusters;

export function Reached({ id, isLive, isMade }: { id: string; isLive: boolean; isMade: boolean }) {
  const say = useWords(alarm);
  const asked = useProgress(id, isLive);
  if (!isMade) return isLive ? <p className={styles.big}>{say('madeBig')}</p> : null;
  return (
    <Told query={asked}>
      {({ confirmed, clusters, hamlets }) => {
        const dark = hamlets.filter((each) => !isThrough(each));
        const lit = hamlets.filter(isThrough);
        return (
          <>
            <p className={styles.big} role="status">
              {say('confirmedBig', { count: confirmed, all: clusters.length })}
            </p>
            {dark.length === 0 ? (
              <p>{say('allReached')}</p>
            ) : (
              <Section title={say('unreached')}>
                {confirmed === 0 && isLive && <p className="soft">{say('waitingClusters')}</p>}
                <ul className={styles.plain}>
                  {dark.map((hamlet) => (
                    <Dark key={hamlet.id} hamlet={hamlet} />
                  ))}
                </ul>
              </Section>
            )}
            {lit.length > 0 && (
              <Section title={say('reached')}>
                <ul className={styles.names}>
                  {lit.map(({ id: hamletId, name }) => (
                    <li key={hamletId}>
                      <StateMark look="sounding" label={name} />
                    </li>
                  ))}
                </ul>
              </Section>
            )}
          </>
        );
      }}
    </Told>
  );
}

function Dark({ hamlet: { name, clusters, confirmed, households, heads } }: { hamlet: Hamlet }) {
  const say = useWords(alarm);
  const sayCommon = useWords(common);
  const homes = sayCommon('households', { count: households });
  const look = confirmed === 0 ? 'offline' : 'degraded';
  return (
    <li className={styles.row}>
      <div className={styles.grow}>
        <strong>
          <StateMark look={look} label={name} />
        </strong>
        <p className="soft">
          {clusters === 0
            ? say('noPole', { households: homes })
            : say('hamletLine', { count: confirmed, all: clusters, households: homes })}
        </p>
        {heads.length === 0 && <p className="soft">{say('noHead')}</p>}
        {heads
          .filter(({ phone }) => phone === undefined)
          .map((head) => (
            <p key={head.name} className="soft">
              {say('noPhone', head)}
            </p>
          ))}
      </div>
      {heads.map(
        (head) =>
          head.phone !== undefined && (
            <a key={head.phone} className={styles.call} href={`tel:${head.phone}`}>
              <span aria-hidden>☎</span> {say('callHead', head)}
              <small>{head.phone}</small>
            </a>
          ),
      )}
    </li>
  );
}
