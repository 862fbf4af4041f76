/** The versions that are known here: brought to clusters, taken in, withdrawn. */
import type { ReleaseBody } from '@loa-lang/schemas/http/rollouts';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { remove } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useTimes } from '../api/times.ts';
import { HoldButton } from '../parts/hold-button.tsx';
import { Rows } from '../parts/rows.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { useNumbers } from '../words/numbers.ts';
import { releases } from '../words/releases.ts';
import { useWords } from '../words/words.ts';
import { ReleaseForm } from './release-form.tsx';
import styles from './releases.module.css';
import { useMayForAll, useReleases } from './releases-queries.ts';

const MINUTE_MS = 60_000;
const ROW_PX = 76;

export interface ReleaseListProps {
  /** the page's own act brings this one */
  newestId: string | undefined;
  onBegin: (id: string) => void;
}

export function ReleaseList({ newestId, onBegin }: ReleaseListProps) {
  const say = useWords(releases);
  const mayForAll = useMayForAll();
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <Told
        query={useReleases()}
        isEmpty={(all) => all.length === 0}
        empty={<Empty title={say('noReleases')}>{say(mayForAll ? 'noReleasesHow' : 'noReleasesWho')}</Empty>}
      >
        {(all) => (
          <Rows
            items={all}
            keyOf={({ id }) => id}
            rowHeight={ROW_PX}
            label={say('releases')}
            row={(each) => (
              <Line release={each} isNewest={each.id === newestId} mayForAll={mayForAll} onBegin={onBegin} />
            )}
          />
        )}
      </Told>
      {mayForAll && (
        <Button variant="default" mt="sm" onClick={() => setAdding(true)}>
          {say('addRelease')}
        </Button>
      )}
      {isAdding && <ReleaseForm onClose={() => setAdding(false)} />}
    </>
  );
}

interface LineProps {
  release: ReleaseBody;
  isNewest: boolean;
  mayForAll: boolean;
  onBegin: (id: string) => void;
}

function Line({ release, isNewest, mayForAll, onBegin }: LineProps) {
  const say = useWords(releases);
  const sayCommon = useWords(common);
  const times = useTimes();
  const numbers = useNumbers();
  const now = useNow(MINUTE_MS);
  const { id, version, sizeBytes, madeAt, addedAt, addedBy, withdrawnAt } = release;
  const [isAsked, setAsked] = useState(false);
  const withdraw = useWithdraw(id, version);
  return (
    <div className={styles.release}>
      <div>
        <strong>{version}</strong>
        {withdrawnAt !== undefined && <> · {say('withdrawn', { when: times.moment(withdrawnAt, now) })}</>}
        <br />
        <small className="soft">
          {say('releaseFacts', {
            size: numbers.plain(sizeBytes / 1_048_576),
            made: times.day(madeAt, now),
            added: times.moment(addedAt, now),
            name: addedBy,
          })}
        </small>
      </div>
      {withdrawnAt === undefined && !isAsked && (
        <div className={styles.acts}>
          {mayForAll && (
            <Button variant="subtle" onClick={() => setAsked(true)} aria-label={say('withdrawNamed', { version })}>
              {say('withdraw')}
            </Button>
          )}
          {!isNewest && (
            <Button variant="default" onClick={() => onBegin(id)} aria-label={say('beginNamed', { version })}>
              {say('begin')}
            </Button>
          )}
        </div>
      )}
      {isAsked && (
        <div className={styles.fields}>
          <p>{say('withdrawWhat')}</p>
          <div className={styles.acts}>
            <HoldButton busy={withdraw.isPending} onHeld={() => withdraw.mutate()}>
              {say('withdrawNamed', { version })}
            </HoldButton>
            <Button variant="default" onClick={() => setAsked(false)}>
              {sayCommon('cancel')}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

/** Cannot be taken back: devices may have been told already. */
function useWithdraw(id: string, version: string) {
  const say = useWords(releases);
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  return useMutation({
    mutationFn: () => remove(`/releases/${id}`),
    onSuccess: async () => {
      tell({ text: say('withdrawnTold', { version }) });
      await Promise.all(['releases', 'rollouts'].map((word) => client.invalidateQueries({ queryKey: [word] })));
    },
    onError: tellProblem,
  });
}
