/** Sự cố: what is wrong, and who sees to it? */

import type { IncidentListSchema } from '@loa-lang/schemas/http/incidents';
import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Static } from 'typebox';
import { Link, useLocation } from 'wouter';
import { ask, query } from '../api/ask.ts';
import { useMay } from '../api/queries.ts';
import type { Incident } from '../parts/incident-line.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Rows } from '../parts/rows.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { incidents } from '../words/incidents.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import { inOrder } from './in-order.ts';
import { IncidentItem } from './incident-item.tsx';
import styles from './incidents.module.css';

const OWNERS = ['everybody', 'technician', 'officer', 'administrator'] as const;
type Owner = (typeof OWNERS)[number];
const MOST = 200;

export function IncidentsPage() {
  const say = useWords(incidents);
  const numbers = useNumbers();
  const [owner, setOwner] = useState<Owner>('everybody');
  const [isOver, setOver] = useState(false);
  const read = useQuery({
    queryKey: ['incidents', 'board', owner, isOver],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const asked = { owner: owner === 'everybody' ? undefined : owner, limit: MOST };
      const over = isOver ? { all: true, state: 'resolved' } : {};
      return (await ask<Static<typeof IncidentListSchema>>(`/incidents${query({ ...asked, ...over })}`, { signal }))
        .incidents;
    },
  });
  const list = useMemo(() => (isOver ? (read.data ?? []) : inOrder(read.data ?? [])), [read.data, isOver]);
  const overdue = list.filter((each) => each.overdue).length;
  const lead =
    read.data === undefined || isOver
      ? undefined
      : list.length === 0
        ? say('leadNone')
        : say('lead', { count: list.length, overdue: numbers.plain(overdue) });
  return (
    <Page title={say('title')} lead={lead} acts={<BoardLinks />}>
      <Section>
        <div className={styles.filters}>
          <SegmentedControl
            aria-label={say('whose')}
            value={owner}
            onChange={(value) => setOwner(value as Owner)}
            data={OWNERS.map((value) => ({ value, label: say(value) }))}
          />
          <SegmentedControl
            aria-label={say('state')}
            value={isOver ? 'resolved' : 'open'}
            onChange={(value) => setOver(value === 'resolved')}
            data={(['open', 'resolved'] as const).map((value) => ({ value, label: say(value) }))}
          />
        </div>
        <Told query={read} isEmpty={(all) => all.length === 0} empty={<Empty title={say('none')} />}>
          {() => (
            <Rows<Incident>
              items={list}
              keyOf={({ id }) => id}
              rowHeight={120}
              label={say('list')}
              row={(incident) => <IncidentItem incident={incident} />}
            />
          )}
        </Told>
        {list.length >= MOST && <p className="soft">{say('many', { count: MOST })}</p>}
      </Section>
    </Page>
  );
}

export function BoardLinks() {
  const say = useWords(incidents);
  const may = useMay();
  const [location] = useLocation();
  const shown = [
    ['/su-co', 'title'] as const,
    ...(may('stop') ? [['/su-co/phan-anh', 'complaints'] as const] : []),
    ...(may('manage') ? [['/su-co/chuyen-di', 'visits'] as const] : []),
  ];
  return (
    <nav className={styles.links} aria-label={say('pages')}>
      {shown.map(([href, name]) => (
        <Link key={href} href={href} aria-current={href === location ? 'page' : undefined}>
          {say(name)}
        </Link>
      ))}
    </nav>
  );
}
