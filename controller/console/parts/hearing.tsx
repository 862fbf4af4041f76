/** A text heard in this browser before anything is made of it. */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { askFile } from '../api/ask.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import styles from './hearing.module.css';
import { ProblemNotice } from './problem-notice.tsx';
import { wholeWav } from './whole-wav.ts';

/** Characters that a hearing takes, at most. */
const MOST = 10_000;

export interface Heard {
  text: string;
  communeId: string;
  voice?: string | undefined;
  corrections?: readonly object[];
}

/** @param what asked when the button is pressed */
export function Hearing({ what }: { what: () => Heard }) {
  const say = useWords(common);
  const [url, setUrl] = useState<string>();
  const [state, setState] = useState<'idle' | 'making' | { error: unknown }>('idle');
  const player = useRef<HTMLAudioElement>(null);
  useEffect(() => () => (url === undefined ? undefined : URL.revokeObjectURL(url)), [url]);
  const hear = async () => {
    const { text, voice, ...more } = what();
    setState('making');
    try {
      const body = { text: text.slice(0, MOST), ...more, ...(voice !== undefined && { voice }) };
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
