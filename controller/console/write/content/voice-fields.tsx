/** How it sounds: voice, the parts around the text, and a first hearing in this browser. */
import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { askFile } from '../../api/ask.ts';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import { type DraftStore, useField } from '../draft/draft-store.ts';
import { useRecipes, useVoices } from '../queries.ts';
import styles from '../write.module.css';
import { partsIn } from './choose-parts.ts';
import { wholeWav } from './whole-wav.ts';

const PARTS = ['chimes', 'greeting', 'twice', 'closing'] as const;
/** What a hearing takes, at most. */
const MOST = 10_000;

export function VoiceFields({ store, communeId }: { store: DraftStore; communeId: string }) {
  const say = useWords(write);
  const language = useLanguage();
  const voices = useVoices().data?.voices.filter((voice) => voice.languages.includes('vi')) ?? [];
  const recipes = useRecipes().data;
  const voice = useField(store, 'voice');
  const kind = useField(store, 'kind');
  const parts = useField(store, 'parts');
  const has = partsIn(recipes?.find((each) => each.kind === kind)?.recipe ?? []);
  return (
    <div className={styles.stack}>
      <div className={styles.fields}>
        <NativeSelect
          label={say('voice')}
          value={voice ?? voices.find((each) => each.isDefault)?.id ?? ''}
          onChange={(event) => store.choose({ voice: event.currentTarget.value })}
          data={voices.map((each) => ({
            value: each.id,
            label: `${each.label[language]} · ${each.qualityLabel[language]}`,
            disabled: each.state === 'unavailable',
          }))}
        />
        <Hearing store={store} communeId={communeId} />
      </div>
      {PARTS.some((name) => has[name]) && (
        <fieldset className={styles.parts}>
          <legend>{say('parts')}</legend>
          {PARTS.filter((name) => has[name]).map((name) => (
            <Checkbox
              key={name}
              label={say(`part-${name}`)}
              checked={parts[name]}
              onChange={(event) => store.choose({ parts: { ...parts, [name]: event.currentTarget.checked } })}
            />
          ))}
        </fieldset>
      )}
    </div>
  );
}

function Hearing({ store, communeId }: { store: DraftStore; communeId: string }) {
  const say = useWords(write);
  const [url, setUrl] = useState<string>();
  const [state, setState] = useState<'idle' | 'making' | { error: unknown }>('idle');
  const player = useRef<HTMLAudioElement>(null);
  useEffect(() => () => (url === undefined ? undefined : URL.revokeObjectURL(url)), [url]);
  const hear = async () => {
    const { text, voice, corrections } = store.now();
    setState('making');
    try {
      const body = { text: text.slice(0, MOST), communeId, corrections, ...(voice !== undefined && { voice }) };
      const spoken = await askFile('/speech/preview', { method: 'POST', body });
      setUrl(URL.createObjectURL(new Blob([wholeWav(await spoken.arrayBuffer())], { type: 'audio/wav' })));
      setState('idle');
      setTimeout(() => void player.current?.play().catch(() => undefined));
    } catch (error) {
      setState({ error });
    }
  };
  return (
    <div className={styles.hearing}>
      <Button variant="default" onClick={() => void hear()} loading={state === 'making'}>
        {say('hear')}
      </Button>
      {url !== undefined && (
        // biome-ignore lint/a11y/useMediaCaption: its text stands beside it
        <audio ref={player} controls src={url} aria-label={say('hear')} />
      )}
      {state !== 'idle' && state !== 'making' && <ProblemNotice error={state.error} onRetry={() => void hear()} />}
    </div>
  );
}
