/** What was begun in this browser and not sent. */
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useNow } from '../../api/clock.ts';
import { useSelf } from '../../api/queries.ts';
import { useTimes } from '../../api/times.ts';
import { Section } from '../../parts/page.tsx';
import { useTell } from '../../parts/toasts.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import type { Draft } from '../draft/draft.ts';
import { allDrafts, forgetDraft, keepDraft } from '../draft/kept-drafts.ts';
import { titleOf } from '../submit/facts.ts';
import styles from '../write.module.css';

export function DraftList() {
  const say = useWords(write);
  const sayCommon = useWords(common);
  const times = useTimes();
  const now = useNow(60_000);
  const tell = useTell();
  const client = useQueryClient();
  const by = useSelf().data?.personId;
  const { data: drafts = [] } = useQuery({
    queryKey: ['drafts', by],
    queryFn: () => allDrafts(by),
    retry: false,
    gcTime: 0,
  });
  if (drafts.length === 0) return null;
  const refresh = () => client.invalidateQueries({ queryKey: ['drafts'] });
  const drop = async (draft: Draft) => {
    await forgetDraft(draft.id);
    await refresh();
    tell({ text: say('draftDropped'), undo: () => keepDraft(draft).then(refresh) });
  };
  return (
    <Section title={say('drafts')}>
      <p className="soft">{say('draftsHint')}</p>
      {drafts.map((draft) => (
        <article key={draft.id} className={styles.row}>
          <div>
            <h3>{titleOf(draft) || say('untitled')}</h3>
            <p className="soft">{times.near(draft.changedAt, now)}</p>
          </div>
          <div className={styles.acts}>
            <Button component={Link} href={`/soan-tin/${draft.id}`} variant="default">
              {say('goOn')}
            </Button>
            <Button variant="subtle" onClick={() => void drop(draft)}>
              {sayCommon('remove')}
            </Button>
          </div>
        </article>
      ))}
    </Section>
  );
}
