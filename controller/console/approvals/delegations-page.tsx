/** Uỷ quyền: who stands in for whom, from when to when. */
import type { DelegationBody } from '@loa-lang/schemas/http/people';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { remove } from '../api/ask.ts';
import { useMay, useSelf } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Page, Section } from '../parts/page.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { approvals } from '../words/approvals.ts';
import { useWords } from '../words/words.ts';
import styles from './approvals.module.css';
import { useDelegations } from './asking.ts';
import { DelegationForm } from './delegation-form.tsx';

export function DelegationsPage() {
  const say = useWords(approvals);
  const may = useMay();
  const { data: self } = useSelf();
  const asked = useDelegations();
  return (
    <Page title={say('delegations')} lead={say('delegationsLead')} narrow>
      <Section>
        <Told
          query={asked}
          isEmpty={(list) => list.every(({ endedAt }) => endedAt !== undefined)}
          empty={<Empty title={say('noDelegations')} />}
        >
          {(list) => (
            <ul className={styles.plain}>
              {list
                .filter(({ endedAt }) => endedAt === undefined)
                .map((each) => (
                  <li key={each.id}>
                    <One delegation={each} />
                  </li>
                ))}
            </ul>
          )}
        </Told>
      </Section>
      {may('approve') && self?.kind === 'person' && (
        <Section title={say('give')}>
          <DelegationForm />
        </Section>
      )}
    </Page>
  );
}

function One({ delegation }: { delegation: DelegationBody }) {
  const say = useWords(approvals);
  const times = useTimes();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const { data: self } = useSelf();
  const { id, from, to, startsAt, endsAt, note, running } = delegation;
  const end = useMutation({
    mutationFn: () => remove(`/delegations/${id}`),
    onSuccess: () => {
      tell({ text: say('ended') });
      return client.invalidateQueries({ queryKey: ['approvals'] });
    },
    onError: tellProblem,
  });
  return (
    <div className={styles.row}>
      <div className={styles.grow}>
        <strong>{say('delegationLine', { from: from.name, to: to.name })}</strong>
        <p className="soft">
          {running ? say('running') : say('planned', { from: times.wholeDay(startsAt) })} ·{' '}
          {say('delegationTime', { from: times.wholeDay(startsAt), until: times.wholeDay(Date.parse(endsAt) - 1) })}
        </p>
        {note !== undefined && <p className="soft">{note}</p>}
      </div>
      {self?.personId === from.personId && (
        <Button variant="default" onClick={() => end.mutate()} loading={end.isPending}>
          {say('end')}
        </Button>
      )}
    </div>
  );
}
