/** The page's parts around one draft; each looks at its own fields only. */
import { Button, SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link, useSearch } from 'wouter';
import { useCommune, useMay } from '../api/queries.ts';
import { Notice } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { useWords } from '../words/words.ts';
import { write } from '../words/write.ts';
import { AboutFields } from './content/about-fields.tsx';
import { TextField } from './content/text-field.tsx';
import { VoiceFields } from './content/voice-fields.tsx';
import { atDraft } from './draft/current-draft.ts';
import type { SoundSource } from './draft/draft.ts';
import { type DraftStore, useField } from './draft/draft-store.ts';
import { UnfinishedNotice } from './draft/unfinished-notice.tsx';
import { useSaving } from './draft/use-saving.ts';
import { useVoices } from './queries.ts';
import { ReadingPanel } from './reading/reading-panel.tsx';
import { SoundSection } from './sound/sound-section.tsx';
import { StartFrom } from './start/start-from.tsx';
import { ReturnedNotice } from './submit/returned-notice.tsx';
import type { Sent } from './submit/send-draft.ts';
import { SubmitBar, useSubmit } from './submit/submit-bar.tsx';
import { SubmitSection } from './submit/submit-section.tsx';
import { useFacts } from './submit/use-facts.ts';
import { WhenSection } from './when/when-section.tsx';
import { TargetsSection } from './where/targets-section.tsx';
import styles from './write.module.css';

interface EditorProps {
  store: DraftStore;
  onSent: (sent: Sent) => void;
  onNew: () => void;
}

export function Editor({ store, onSent, onNew }: EditorProps) {
  const say = useWords(write);
  const commune = useCommune();
  const communeId = commune?.id ?? '';
  const chosen = new URLSearchParams(useSearch()).get('mau') ?? undefined;
  const [isStarting, setStarting] = useState(chosen !== undefined);
  return (
    <Page
      title={say('page')}
      acts={
        <>
          <Fresh store={store} onNew={onNew} />
          <Button variant="default" onClick={() => setStarting(true)}>
            {say('startFrom')}
          </Button>
          <Button component={Link} href="/soan-tin/ban-tin" variant="subtle">
            {say('toBulletins')}
          </Button>
        </>
      }
      next={<Sending store={store} onSent={onSent} />}
    >
      <ReturnedNotice store={store} />
      <UnfinishedNotice current={store.now().id} by={store.now().by} />
      {isStarting && <StartFrom store={store} first={chosen} onClose={() => setStarting(false)} />}
      <div className={styles.columns}>
        <div className={styles.column}>
          <ContentSection store={store} communeId={communeId} />
          <ReadingPanel store={store} communeId={communeId} />
        </div>
        <div className={styles.column}>
          <TargetsSection store={store} />
          <WhenSection store={store} communeId={communeId} />
          <Before store={store} />
        </div>
      </div>
    </Page>
  );
}

/** What stands here is kept: a new one begins beside it. */
function Fresh({ store, onNew }: { store: DraftStore; onNew: () => void }) {
  const say = useWords(write);
  const text = useField(store, 'text');
  if (text === '') return null;
  return (
    <Button variant="default" onClick={onNew}>
      {say('another')}
    </Button>
  );
}

function ContentSection({ store, communeId }: { store: DraftStore; communeId: string }) {
  const say = useWords(write);
  const source = useField(store, 'source');
  const voices = useVoices().data?.voices;
  const hasNatural =
    voices === undefined || voices.some((voice) => voice.quality === 'natural' && voice.state === 'ready');
  // while no natural voice is set up a person's own comes first
  const order: SoundSource[] = hasNatural ? ['text', 'recording', 'file'] : ['recording', 'text', 'file'];
  return (
    <Section title={say('what')} id="what">
      <div className={styles.stack}>
        <SegmentedControl
          // the mark of the chosen one is measured once: another order is another control
          key={order[0]}
          fullWidth
          aria-label={say('source')}
          value={source}
          onChange={(value) => store.choose({ source: value as SoundSource, bulletinId: undefined })}
          data={order.map((value) => ({ value, label: say(`source-${value}`) }))}
        />
        {source === 'text' && !hasNatural && (
          <Notice>
            <p>{say('trialVoice')}</p>
          </Notice>
        )}
        {source === 'text' ? (
          <TextField store={store} />
        ) : (
          <SoundSection key={source} store={store} communeId={communeId} />
        )}
        <AboutFields store={store} />
        {source === 'text' && <VoiceFields store={store} communeId={communeId} />}
      </div>
    </Section>
  );
}

function Before({ store }: { store: DraftStore }) {
  const may = useMay();
  const known = useFacts(store);
  return <SubmitSection known={known} mayApprove={may('approve')} />;
}

function Sending({ store, onSent }: { store: DraftStore; onSent: (sent: Sent) => void }) {
  const may = useMay();
  const known = useFacts(store);
  const { saving, saveNow } = useSaving(store);
  const bar = useSubmit({ store, known, onSent });
  const { id, by = '' } = known.draft;
  useEffect(() => {
    if (saving === 'kept') atDraft(by, id);
  }, [saving, id, by]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      if (event.key === 's') {
        event.preventDefault();
        saveNow();
      }
      if (event.key === 'Enter' && !(known.draft.when.mode === 'now' && may('approve'))) void bar.submit();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return (
    <SubmitBar bar={bar} store={store} known={known} mayApprove={may('approve')} saving={saving} onSent={onSent} />
  );
}
