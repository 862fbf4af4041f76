/** Phản ánh: what do villagers say, and who has answered? */

import type { ComplaintBody, ComplaintListSchema } from '@loa-lang/schemas/http/complaints';
import { Button, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask, query } from '../api/ask.ts';
import { useAreas, useClusters } from '../api/queries.ts';
import { ComplaintLine } from '../parts/complaint-line.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Rows } from '../parts/rows.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { complaints } from '../words/complaints.ts';
import { useWords } from '../words/words.ts';
import { BoardLinks } from './board-page.tsx';
import { ComplaintDetail } from './complaint-detail.tsx';
import { ComplaintForm } from './complaint-form.tsx';
import styles from './incidents.module.css';

const MOST = 200;
const isWaiting = ({ state }: ComplaintBody): boolean => state === 'new' || state === 'acknowledged';

export function ComplaintsPage() {
  const say = useWords(complaints);
  const [showsAll, setAll] = useState(false);
  const [opened, setOpened] = useState<string>();
  const [isTaking, setTaking] = useState(false);
  const read = useQuery({
    queryKey: ['complaints', 'board'],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await ask<Static<typeof ComplaintListSchema>>(`/complaints${query({ limit: MOST })}`, { signal })).complaints,
  });
  const { data: areas = [] } = useAreas();
  const { data: clusters = [] } = useClusters();
  const whereOf = ({ clusterId, hamletId }: ComplaintBody) => {
    const cluster = clusters.find(({ id }) => id === clusterId);
    if (cluster !== undefined) return `${cluster.code} · ${cluster.name}`;
    return areas.find(({ id }) => id === hamletId)?.name;
  };
  const waiting = (read.data ?? []).filter(isWaiting);
  const list = showsAll ? (read.data ?? []) : waiting;
  const lead =
    read.data === undefined
      ? undefined
      : waiting.length === 0
        ? say('leadNone')
        : say('lead', { count: waiting.length });
  return (
    <Page
      title={say('title')}
      lead={lead}
      acts={<BoardLinks />}
      next={!isTaking && <Button onClick={() => setTaking(true)}>{say('takeDown')}</Button>}
    >
      {isTaking && (
        <Section title={say('takeDown')}>
          <ComplaintForm onDone={() => setTaking(false)} />
        </Section>
      )}
      <Section>
        <div className={styles.filters}>
          <SegmentedControl
            aria-label={say('state')}
            value={showsAll ? 'all' : 'waiting'}
            onChange={(value) => setAll(value === 'all')}
            data={(['waiting', 'all'] as const).map((value) => ({ value, label: say(value) }))}
          />
        </div>
        <Told query={read} isEmpty={() => list.length === 0} empty={<Empty title={say('none')} />}>
          {() => (
            <Rows<ComplaintBody>
              items={list}
              keyOf={({ id }) => id}
              rowHeight={110}
              label={say('list')}
              row={(complaint) => (
                <div className={styles.item}>
                  <ComplaintLine complaint={complaint} where={whereOf(complaint)} />
                  <div className={styles.acts}>
                    <Button
                      variant="default"
                      size="sm"
                      aria-expanded={opened === complaint.id}
                      onClick={() => setOpened(opened === complaint.id ? undefined : complaint.id)}
                    >
                      {say('open')}
                    </Button>
                  </div>
                  {opened === complaint.id && <ComplaintDetail id={complaint.id} />}
                </div>
              )}
            />
          )}
        </Told>
      </Section>
    </Page>
  );
}
