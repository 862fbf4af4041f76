/** What waits for approval, what was approved, what was returned. */
import type { ApprovalState } from '@loa-lang/schemas/states/approval';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { Notice } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Rows } from '../parts/rows.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { approvals } from '../words/approvals.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './approvals.module.css';
import { type Approval, MOST, useApprovals, useWarnings } from './asking.ts';
import { useWhen } from './use-when.ts';

const SHOWN = ['submitted', 'approved', 'returned', 'draft'] as const satisfies readonly ApprovalState[];
const ROW_PX = 84;

export function ApprovalsPage() {
  const say = useWords(approvals);
  const [state, setState] = useState<(typeof SHOWN)[number]>('submitted');
  const asked = useApprovals(state);
  return (
    <Page title={say('title')} lead={say('lead')} acts={<Link href="/cho-duyet/uy-quyen">{say('delegations')}</Link>}>
      <Warnings />
      <fieldset className={styles.states}>
        <legend className="unseen">{say('show')}</legend>
        {SHOWN.map((each) => (
          <Button
            key={each}
            variant={each === state ? 'filled' : 'default'}
            aria-pressed={each === state}
            onClick={() => setState(each)}
          >
            {say(each)}
          </Button>
        ))}
      </fieldset>
      <Section>
        <Told
          query={asked}
          isEmpty={(list) => list.length === 0}
          empty={<Empty title={say(state === 'submitted' ? 'emptySubmitted' : 'emptyOther')} />}
        >
          {(list) => (
            <>
              <Rows
                items={inOrder(list, state)}
                keyOf={({ id }) => id}
                rowHeight={ROW_PX}
                label={say(state)}
                row={(approval) => <Row approval={approval} />}
              />
              {list.length === MOST && <p className="soft">{say('oldest', { number: MOST })}</p>}
            </>
          )}
        </Told>
      </Section>
    </Page>
  );
}

/** What waits: the own first, soonest first; the rest as it was decided, newest first. */
const inOrder = (list: readonly Approval[], state: ApprovalState): readonly Approval[] =>
  state === 'submitted'
    ? [...list].sort(
        (a, b) =>
          Number(b.mayDecide) - Number(a.mayDecide) ||
          Date.parse(a.startAt ?? '1970-01-01T00:00:00Z') - Date.parse(b.startAt ?? '1970-01-01T00:00:00Z'),
      )
    : list;

function Row({ approval }: { approval: Approval }) {
  const say = useWords(approvals);
  const when = useWhen();
  const { id, title, submittedBy, mayDecide, state } = approval;
  return (
    <div className={styles.row}>
      <div className={styles.grow}>
        <strong>{title}</strong>
        <p className="soft">{say('line', { name: submittedBy.name, when: when(approval) })}</p>
        {state === 'submitted' && !mayDecide && <p className="soft">{say('others')}</p>}
      </div>
      <Button component={Link} href={`/cho-duyet/${id}`} variant={mayDecide ? 'filled' : 'default'}>
        {say(mayDecide ? 'listen' : 'look')}
      </Button>
    </div>
  );
}

/** Offices that nobody holds. */
function Warnings() {
  const language = useLanguage();
  const { data = [] } = useWarnings();
  if (data.length === 0) return null;
  return (
    <Notice tone="warning">
      {data.map(({ code, message, areaId }) => (
        <p key={`${code} ${areaId}`}>{message[language]}</p>
      ))}
    </Notice>
  );
}
