/** Emergencies on air, or those of the last days; nothing where there are none. */
import type { EmergencyBody } from '@loa-lang/schemas/http/emergencies';
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { Section } from '../parts/page.tsx';
import { alarm } from '../words/alarm.ts';
import { useWords } from '../words/words.ts';
import { isRunning, useEmergencies } from './asking.ts';
import styles from './emergency.module.css';

export function EmergencyList({ which }: { which: 'active' | 'recent' }) {
  const say = useWords(alarm);
  const times = useTimes();
  const now = useNow();
  const stateWords = useStateWords();
  const { data } = useEmergencies();
  const all = data?.[which] ?? [];
  if (all.length === 0) return null;
  return (
    <Section title={say(which === 'active' ? 'current' : 'recent')}>
      <ul className={styles.plain}>
        {all.map((each) => (
          <li key={each.id} className={styles.row}>
            <div className={styles.grow}>
              <strong>{each.title}</strong>
              <p className="soft">
                {stateWords(each)} · {say('sentBy', { name: each.sentBy.name, when: times.moment(each.sentAt, now) })}
                {each.justification.needed && ` · ${say('unjustified')}`}
              </p>
            </div>
            <Button component={Link} href={`/khan-cap/${each.id}`} variant="default">
              {say(isRunning(each) ? 'follow' : 'see')}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function useStateWords(): (emergency: Pick<EmergencyBody, 'state' | 'drill'>) => string {
  const say = useWords(alarm);
  return ({ state, drill }) => {
    const told = say(state === 'stopped' ? 'stoppedState' : state);
    return drill ? `${say('drill')} · ${told}` : told;
  };
}
