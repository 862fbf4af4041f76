/** Settings of many clusters: chosen, shown before, applied in one act, and taken back by another. */

import type { SettingsChangedSchema, SettingsPreviewSchema } from '@loa-lang/schemas/http/cluster-settings';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { Link } from 'wouter';
import { post } from '../api/ask.ts';
import { useCommune } from '../api/queries.ts';
import { Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { Rows } from '../parts/rows.tsx';
import { useTell } from '../parts/toasts.tsx';
import { clusterPage } from '../words/cluster-page.ts';
import { useNumbers } from '../words/numbers.ts';
import { unitSettings } from '../words/unit-settings.ts';
import { useWords } from '../words/words.ts';
import { useSettingInWords } from './setting-words.ts';
import { changesOf, EMPTY, type SettingsDraft } from './settings-draft.ts';
import { SettingsFields } from './settings-fields.tsx';
import { SettingsStates } from './settings-states.tsx';

type Preview = Static<typeof SettingsPreviewSchema>;
type Changed = Static<typeof SettingsChangedSchema>;

export function SettingsPage() {
  const say = useWords(unitSettings);
  const sayPage = useWords(clusterPage);
  const commune = useCommune();
  const client = useQueryClient();
  const tell = useTell();
  const [draft, setDraft] = useState<SettingsDraft>(EMPTY);
  const [preview, setPreview] = useState<Preview>();
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const changes = changesOf(draft, commune?.id);
  const put = (fields: Partial<SettingsDraft>) => {
    setDraft((before) => ({ ...before, ...fields }));
    setPreview(undefined);
  };
  const does = async (act: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
  };
  const fresh = () =>
    Promise.all(
      ['clusters', 'status', 'cluster-rows', 'unit-settings'].map((word) =>
        client.invalidateQueries({ queryKey: [word] }),
      ),
    );
  const look = () => does(async () => setPreview(await post<Preview>('/cluster-settings/preview', { changes })));
  const apply = () =>
    does(async () => {
      const changed = await post<Changed>('/cluster-settings', { changes });
      setPreview(undefined);
      tell({
        text: say('applied', { count: changed.changes.length }),
        undo: async () => {
          await post('/cluster-settings', { changes: changed.undo });
          await fresh();
        },
      });
      await fresh();
    });
  const isReady = preview !== undefined && preview.changes.length > 0;
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      acts={<Link href="/cum-loa">{sayPage('back')}</Link>}
      next={
        <>
          {changes === undefined && <span className="soft">{say('nothingChosen')}</span>}
          <Button disabled={changes === undefined} loading={isBusy} onClick={() => void (isReady ? apply() : look())}>
            {say(isReady ? 'apply' : 'preview')}
          </Button>
        </>
      }
    >
      <SettingsFields draft={draft} put={put} />
      {problem !== undefined && <ProblemNotice error={problem} />}
      {preview !== undefined && <Shown preview={preview} />}
      <SettingsStates />
    </Page>
  );
}

function Shown({ preview: { changes, unchanged } }: { preview: Preview }) {
  const say = useWords(unitSettings);
  const numbers = useNumbers();
  const inWords = useSettingInWords();
  return (
    <Section title={say('preview')}>
      <p role="status">
        {changes.length === 0
          ? say('noChange')
          : say('changes', { count: changes.length, unchanged: numbers.plain(unchanged) })}
      </p>
      <Rows
        items={changes}
        keyOf={({ clusterId }) => clusterId}
        rowHeight={64}
        maxHeight="40vh"
        label={say('preview')}
        row={({ code, name, online, before, after }) => (
          <div style={{ padding: '0.5rem 0' }}>
            <strong>
              {code} · {name}
            </strong>{' '}
            {inWords(before, after).join('; ')}
            {!online && <small className="soft"> ({say('offline')})</small>}
          </div>
        )}
      />
    </Section>
  );
}
