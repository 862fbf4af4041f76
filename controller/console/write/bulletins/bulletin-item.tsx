/** One bulletin of the list: its state in words, listen, again, put away with a way back. */
import type { BulletinRemoved } from '@loa-lang/schemas/http/bulletins';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { memo, useState } from 'react';
import { Link } from 'wouter';
import { addressOf, post, remove } from '../../api/ask.ts';
import { useNow } from '../../api/clock.ts';
import { isProblem } from '../../api/problem.ts';
import { useMay } from '../../api/queries.ts';
import { useTimes } from '../../api/times.ts';
import { Sound } from '../../parts/sound.tsx';
import { useTell, useTellProblem } from '../../parts/toasts.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import styles from '../write.module.css';
import type { BulletinRow } from './use-bulletin-rows.ts';

export const BulletinItem = memo(function Item({ row, isRemoved }: { row: BulletinRow; isRemoved: boolean }) {
  const say = useWords(write);
  const sayCommon = useWords(common);
  const may = useMay();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const [isHeard, setHeard] = useState(false);
  const { bulletin, last, returned } = row;
  const refresh = () => client.invalidateQueries({ queryKey: ['bulletins'] });
  const restore = async () => {
    await post(`/bulletins/${bulletin.id}/restore`);
    await refresh();
  };
  const putAway = async () => {
    try {
      await remove(`/bulletins/${bulletin.id}`);
      await refresh();
      tell({ text: say('putAway', { title: bulletin.title }), undo: restore });
    } catch (error) {
      const isUsed = isProblem(error, 'bulletin-in-use');
      if (!isUsed) return tellProblem(error);
      await remove<BulletinRemoved>(`/bulletins/${bulletin.id}?confirm=true`).then(refresh, tellProblem);
      tell({ text: say('putAwayUsed', { title: bulletin.title }), undo: restore });
    }
  };
  return (
    <article className={styles.row}>
      <div>
        <h3>{bulletin.title}</h3>
        <p className="soft">
          <State row={row} />
          {bulletin.category !== undefined && ` · ${bulletin.category}`}
        </p>
      </div>
      <div className={styles.acts}>
        {bulletin.audio !== undefined && (
          <Button variant="subtle" aria-expanded={isHeard} onClick={() => setHeard(!isHeard)}>
            {sayCommon('listen')}
          </Button>
        )}
        {isRemoved
          ? may('submit') && (
              <Button variant="default" onClick={() => void restore().catch(tellProblem)}>
                {say('bringBack')}
              </Button>
            )
          : may('draft') && (
              <>
                {returned !== undefined && (
                  <Button component={Link} href={`/soan-tin/${bulletin.id}?luot=${last?.id}`}>
                    {say('mend')}
                  </Button>
                )}
                <Button
                  component={Link}
                  variant="default"
                  href={`/soan-tin?lai=${bulletin.id}${last === undefined ? '' : `&luot=${last.id}`}`}
                >
                  {say('airAgain')}
                </Button>
                {may('submit') && (
                  <Button variant="subtle" onClick={() => void putAway()}>
                    {say('archive')}
                  </Button>
                )}
              </>
            )}
      </div>
      {isHeard && <Sound src={addressOf(`/bulletins/${bulletin.id}/audio`)} label={bulletin.title} />}
    </article>
  );
});

function State({ row: { bulletin, last, returned } }: { row: BulletinRow }) {
  const say = useWords(write);
  const times = useTimes();
  const now = useNow(60_000);
  if (bulletin.state !== 'ready') return say(`state-${bulletin.state}`);
  if (returned !== undefined) return say('state-returned', { reason: returned.decision?.reason ?? say('noReason') });
  if (last === undefined) return say('state-unused', { when: times.moment(bulletin.createdAt, now) });
  return say('state-aired', { state: say(`air-${last.state}`), when: times.moment(last.startAt, now) });
}
