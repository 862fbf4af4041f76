/** Soạn tin: from paste to air on one page. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { serverNow } from '../api/clock.ts';
import { useCommune, useSelf } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Page } from '../parts/page.tsx';
import { Empty, Told, Waiting } from '../parts/told.tsx';
import { useWords } from '../words/words.ts';
import { write } from '../words/write.ts';
import { atDraft, currentDraft } from './draft/current-draft.ts';
import { NOWHERE, type Targets } from './draft/draft.ts';
import { DraftStore } from './draft/draft-store.ts';
import { openDraft } from './draft/open-draft.ts';
import { Editor } from './editor.tsx';
import type { Sent } from './submit/send-draft.ts';
import { SentPage } from './submit/sent-page.tsx';
import { usualWhen } from './when/when.ts';

const DAY_MS = 86_400_000;

export function WritePage({ params: { id } }: { params: Readonly<Record<string, string | undefined>> }) {
  const say = useWords(write);
  const search = useSearch();
  const commune = useCommune();
  const { data: self } = useSelf();
  const [round, setRound] = useState(0);
  const [, go] = useLocation();
  if (commune === undefined || self === undefined) {
    return (
      <Page title={say('page')}>
        <Waiting />
      </Page>
    );
  }
  const own = self.areaIds === 'everywhere' || self.areaIds.includes(commune.id) ? [commune.id] : self.areaIds;
  return (
    <Opened
      key={`${id ?? ''} ${search} ${round}`}
      {...{ round, search, id, by: self.personId }}
      everywhere={{ ...NOWHERE, areaIds: [...own] }}
      onNew={() => {
        atDraft(self.personId, undefined);
        if (location.pathname === '/soan-tin') setRound(round + 1);
        else go('/soan-tin');
      }}
    />
  );
}

interface OpenedProps {
  /** counts the drafts that were begun here */
  round: number;
  id: string | undefined;
  search: string;
  by: string;
  everywhere: Targets;
  onNew: () => void;
}

function Opened({ round, id, search, by, everywhere, onNew }: OpenedProps) {
  const say = useWords(write);
  const times = useTimes();
  const [sent, setSent] = useState<Sent>();
  const asked = new URLSearchParams(search);
  const now = serverNow();
  const usual = usualWhen(times.isoDay(now), times.clock(now), times.isoDay(now + DAY_MS));
  // read once: what is on the page is nobody's to take away
  const opened = useQuery({
    queryKey: ['draft', id, search, round],
    queryFn: async () =>
      new DraftStore(
        await openDraft({
          ...{
            id: id ?? (search === '' ? currentDraft(by) : undefined),
            ...{ everywhere, by },
            revises: asked.get('luot') ?? undefined,
            again: asked.get('lai') ?? undefined,
          },
          usual,
          whenAt: (instant) =>
            Date.parse(instant) <= now
              ? usual
              : { ...usual, mode: 'later', date: times.isoDay(instant), time: times.clock(instant) },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    structuralSharing: false,
  });
  const onSent = (what: Sent) => {
    atDraft(by, undefined);
    setSent(what);
  };
  if (sent !== undefined) return <SentPage sent={sent} onNew={onNew} onBack={() => setSent(undefined)} />;
  if (opened.data !== undefined) return <Editor store={opened.data} onSent={onSent} onNew={onNew} />;
  return (
    <Page title={say('page')}>
      <Told query={opened}>{() => <Empty title={say('page')} />}</Told>
    </Page>
  );
}
