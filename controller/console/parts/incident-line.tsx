/** An incident in a line: how grave, what it means, what to do, how long. */
import type { IncidentSchema } from '@loa-lang/schemas/http/incidents';
import type { Static } from 'typebox';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { incidentWords } from '../words/incident-words.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './incident-line.module.css';

export type Incident = Static<typeof IncidentSchema>;

/** A shape for each: a square, a triangle, a dot, a sign. */
const SHAPES = { critical: '■', major: '▲', minor: '●', notice: 'ℹ' } as const;

/** As the controller writes them among other words. */
const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

export function IncidentLine({ incident }: { incident: Incident }) {
  const say = useWords(incidentWords);
  const language = useLanguage();
  const times = useTimes();
  const { severity = 'notice', message, openMs, overdue, state, expected, explainedBy, assignee } = incident;
  const now = useNow();
  const detail = incident.detailWords[language].replace(INSTANT, (instant) => times.moment(instant, now));
  const notes = [
    state === 'resolved'
      ? say('lasted', { length: times.length(openMs) })
      : say('open', { length: times.length(openMs) }),
    overdue && say('overdue'),
    state === 'acknowledged' && say('acknowledged'),
    assignee !== undefined && say('assigned', { name: assignee.name }),
    expected && say('expected'),
    explainedBy !== undefined && say('explained'),
  ].filter((note) => typeof note === 'string');
  return (
    <div className={styles.line}>
      <span className={`${styles.shape} ${styles[severity]}`}>
        <span aria-hidden>{SHAPES[severity]}</span>
        <span className="unseen">{say(severity)}</span>
      </span>
      <div className={styles.words}>
        <p>{message?.[language] ?? detail}</p>
        <p className="soft">
          <small>
            {notes.join(' · ')}
            {message !== undefined && detail !== '' && ` · ${detail}`}
          </small>
        </p>
      </div>
    </div>
  );
}
