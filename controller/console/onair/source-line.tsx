/** One relay source: whether it can be heard, what comes from it, what went wrong before. */
import type { RelayCheckBody, RelaySourceBody } from '@loa-lang/schemas/http/relay-sources';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { patch, post, remove } from '../api/ask.ts';
import { serverNow } from '../api/clock.ts';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { useLanguage } from '../words/language.ts';
import { onair } from '../words/onair.ts';
import { useWords } from '../words/words.ts';
import { CheckWords } from './check-words.tsx';
import styles from './onair.module.css';
import type { SourceIncident } from './onair-queries.ts';

export interface SourceLineProps {
  source: RelaySourceBody;
  /** of this commune; others are changed by who keeps them */
  isOwn: boolean;
  incidents: readonly SourceIncident[];
  onEdit: () => void;
}

export function SourceLine({ source, isOwn, incidents, onEdit }: SourceLineProps) {
  const say = useWords(onair);
  const language = useLanguage();
  const times = useTimes();
  const { name, addresses, enabled, onAir, lastCheck } = source;
  const may = useMay();
  return (
    <article className={styles.source}>
      <h3>
        {name} <span className="soft">· {say(enabled ? 'on' : 'off')}</span>
        {!isOwn && <span className="soft"> · {say('fromAbove')}</span>}
      </h3>
      {onAir !== undefined && (
        <p className={onAir.state === 'on-air' || onAir.state === 'starting' ? styles.good : styles.bad}>
          {say('since', { state: say(onAir.state), time: times.clock(onAir.since) })}
          {onAir.fault?.message !== undefined && ` · ${onAir.fault.message[language]}`}
        </p>
      )}
      {lastCheck === undefined ? (
        <p className="soft">{say('neverChecked')}</p>
      ) : (
        <div>
          <p className="soft">{say('lastCheck', { time: times.moment(lastCheck.at, serverNow()) })}</p>
          <CheckWords check={lastCheck} />
        </div>
      )}
      <p className={styles.address}>{addresses.join(' · ')}</p>
      {isOwn && may('schedule') && <SourceActs source={source} onEdit={onEdit} />}
      <details>
        <summary>{say('history')}</summary>
        {incidents.length === 0 && <p className="soft">{say('noHistory')}</p>}
        <ul className={styles.plain}>
          {incidents.map(({ id, raisedAt, clearedAt, detail }) => (
            <li key={id}>
              {times.moment(raisedAt, serverNow())}: {detail} (
              {clearedAt === undefined ? say('stillOpen') : say('over', { time: times.moment(clearedAt, serverNow()) })}
              )
            </li>
          ))}
        </ul>
      </details>
    </article>
  );
}

function SourceActs({
  source: { id, areaId, name, addresses, enabled },
  onEdit,
}: Pick<SourceLineProps, 'source' | 'onEdit'>) {
  const say = useWords(onair);
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const [isTrying, setTrying] = useState(false);
  const again = () => client.invalidateQueries({ queryKey: ['relay-sources'] });
  const turn = (to: boolean) => patch(`/relay-sources/${id}`, { enabled: to }).then(again);
  const act = (doing: Promise<unknown>, text: string, undo: () => Promise<unknown>) =>
    doing.then(() => tell({ text, undo }), tellProblem);
  const check = () => {
    setTrying(true);
    post<RelayCheckBody>(`/relay-sources/${id}/check`)
      .then(again, tellProblem)
      .finally(() => setTrying(false));
  };
  return (
    <div className={styles.acts}>
      <Button variant="default" onClick={check} loading={isTrying}>
        {say('check')}
      </Button>
      <Button variant="default" onClick={onEdit}>
        {say('editSource')}
      </Button>
      <Button
        variant="default"
        onClick={() => void act(turn(!enabled), say(enabled ? 'offTold' : 'onTold', { name }), () => turn(enabled))}
      >
        {say(enabled ? 'turnOff' : 'turnOn')}
      </Button>
      <Button
        variant="default"
        onClick={() =>
          void act(
            remove(`/relay-sources/${id}`).then(again),
            say('removedTold', { name }),
            // one of its own again: schedules that named the old one name it still, and are told of
            () => post('/relay-sources', { areaId, name, addresses, enabled }).then(again),
          )
        }
      >
        {say('removeSource')}
      </Button>
    </div>
  );
}
