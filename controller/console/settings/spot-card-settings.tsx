/** Cards by which the head of a hamlet speaks at a loudspeaker itself, also without network. */
import type { SpotCredentialBody } from '@loa-lang/schemas/http/on-the-spot';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, remove } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useAreas } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { HoldButton } from '../parts/hold-button.tsx';
import register from '../parts/register/register.module.css';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { spotCards } from '../words/spot-cards.ts';
import { useWords } from '../words/words.ts';
import { CardOnce, type IssuedCard } from './card-once.tsx';
import { SpotCardForm } from './spot-card-form.tsx';

const KEY = ['spot-cards'] as const;
const MINUTE_MS = 60_000;

export function SpotCardSettings({ communeId }: { communeId: string }) {
  const say = useWords(spotCards);
  const client = useQueryClient();
  const [isIssuing, setIssuing] = useState(false);
  const [issued, setIssued] = useState<IssuedCard>();
  const read = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) =>
      (await ask<{ credentials: SpotCredentialBody[] }>('/on-the-spot-credentials', { signal })).credentials,
  });
  return (
    <div className={register.stack}>
      <p className="soft">{say('why')}</p>
      {issued !== undefined && <CardOnce card={issued} />}
      <Told query={read} isEmpty={(all) => all.length === 0} empty={<Empty title={say('none')} />}>
        {(all) => (
          <ul className={register.list} aria-label={say('list')}>
            {[...all].sort(inOrder).map((card) => (
              <li key={card.id}>
                <CardLine card={card} />
              </li>
            ))}
          </ul>
        )}
      </Told>
      <div>
        <Button onClick={() => setIssuing(true)}>{say('issue')}</Button>
      </div>
      {isIssuing && (
        <SpotCardForm
          communeId={communeId}
          onClose={() => setIssuing(false)}
          onIssued={(card) => {
            setIssued(card);
            setIssuing(false);
            void client.invalidateQueries({ queryKey: KEY });
          }}
        />
      )}
    </div>
  );
}

const RANK = { valid: 0, later: 1, expired: 2, revoked: 3 } as const;
const inOrder = (a: SpotCredentialBody, b: SpotCredentialBody): number =>
  RANK[a.state] - RANK[b.state] || a.until.localeCompare(b.until);

function CardLine({ card }: { card: SpotCredentialBody }) {
  const say = useWords(spotCards);
  const sayCommon = useWords(common);
  const times = useTimes();
  const now = useNow(MINUTE_MS);
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const { data: areas = [] } = useAreas();
  const [isAsked, setAsked] = useState(false);
  const revoke = useMutation({
    mutationFn: () => remove(`/on-the-spot-credentials/${card.id}`),
    onSuccess: async () => {
      tell({ text: say('revokedTold', { holder: card.holder }) });
      setAsked(false);
      await client.invalidateQueries({ queryKey: KEY });
    },
    onError: tellProblem,
  });
  const isOver = card.state === 'expired' || card.state === 'revoked';
  return (
    <>
      <span>
        <strong>{card.holder}</strong> · {areas.find(({ id }) => id === card.hamletId)?.name ?? card.hamletId} ·{' '}
        {say(`state-${card.state}`, {
          from: times.day(card.from, now),
          until: times.day(card.until, now),
          when: card.revokedAt === undefined ? '' : times.moment(card.revokedAt, now),
        })}
        <br />
        <small className="soft">
          {say(card.mayUse.includes('microphone') ? 'mayBoth' : 'mayPrepared')}{' '}
          {say('issuedBy', { name: card.issuedBy, when: times.moment(card.issuedAt, now) })}
        </small>
      </span>
      {!isOver && !isAsked && (
        <Button
          variant="subtle"
          onClick={() => setAsked(true)}
          aria-label={say('revokeNamed', { holder: card.holder })}
        >
          {say('revoke')}
        </Button>
      )}
      {isAsked && (
        <span className={register.line}>
          <HoldButton busy={revoke.isPending} onHeld={() => revoke.mutate()}>
            {say('revokeNamed', { holder: card.holder })}
          </HoldButton>
          <Button variant="default" onClick={() => setAsked(false)}>
            {sayCommon('cancel')}
          </Button>
        </span>
      )}
    </>
  );
}
