/** Bulletins and drafts: what became of each, and what may be done with it. */
import { Button, SegmentedControl } from '@mantine/core';
import { memo, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useCommune, useMay } from '../../api/queries.ts';
import { Page, Section } from '../../parts/page.tsx';
import { Rows } from '../../parts/rows.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Empty, Told } from '../../parts/told.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import styles from '../write.module.css';
import { BulletinItem } from './bulletin-item.tsx';
import { DraftList } from './draft-list.tsx';
import { type BulletinRow, useBulletinRows } from './use-bulletin-rows.ts';

const REST_MS = 300;

export function BulletinsPage() {
  const say = useWords(write);
  const sayCommon = useWords(common);
  const commune = useCommune();
  const may = useMay();
  const [typed, setTyped] = useState('');
  const [wanted, setWanted] = useState('');
  const [shelf, setShelf] = useState<'current' | 'removed'>('current');
  useEffect(() => {
    const timer = setTimeout(() => setWanted(typed.trim()), REST_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { pages, rows, refetch } = useBulletinRows(commune?.id, wanted, shelf === 'removed');
  return (
    <Page
      title={say('bulletins')}
      acts={may('draft') && <Link href="/soan-tin/mau">{say('template')}</Link>}
      next={
        may('draft') && (
          <Button component={Link} href="/soan-tin">
            {say('another')}
          </Button>
        )
      }
    >
      <DraftList />
      <Section title={say('made')}>
        <div className={styles.stack}>
          <SearchField value={typed} onChange={setTyped} label={say('searchBulletins')} />
          <SegmentedControl
            aria-label={say('shelf')}
            value={shelf}
            onChange={(value) => setShelf(value as typeof shelf)}
            data={[
              { value: 'current', label: say('shelf-current') },
              { value: 'removed', label: say('shelf-removed') },
            ]}
          />
          <Told
            query={{ data: rows, error: pages.error, refetch }}
            isEmpty={(all) => all.length === 0}
            empty={
              wanted === '' ? (
                <Empty title={say(shelf === 'removed' ? 'noneRemoved' : 'noBulletins')} />
              ) : (
                <Empty title={sayCommon('nothingFound', { what: wanted })} />
              )
            }
          >
            {(all) => <Drawn rows={all} isRemoved={shelf === 'removed'} />}
          </Told>
          {pages.hasNextPage && (
            <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              {sayCommon('more')}
            </Button>
          )}
        </div>
      </Section>
    </Page>
  );
}

/** A letter in the field draws nothing here. */
const Drawn = memo(function Drawn({ rows, isRemoved }: { rows: readonly BulletinRow[]; isRemoved: boolean }) {
  const say = useWords(write);
  return (
    <Rows
      items={rows}
      keyOf={({ bulletin }) => bulletin.id}
      rowHeight={76}
      label={say('bulletins')}
      row={(row) => <BulletinItem row={row} isRemoved={isRemoved} />}
    />
  );
});
