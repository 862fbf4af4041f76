/** A recording as the content: recorded here or brought along, sent in pieces, looked at, repaired. */
import { Button, FileButton, Progress } from '@mantine/core';
import { type DragEvent, useCallback, useEffect, useRef, useState } from 'react';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import { type DraftStore, useField } from '../draft/draft-store.ts';
import { forgetSound, type KeptSound, keepSound, soundOf } from '../draft/kept-drafts.ts';
import styles from '../write.module.css';
import { RecordPanel } from './record-panel.tsx';
import { RecordingReview } from './recording-review.tsx';
import { sendUpload } from './tus-upload.ts';

type State = 'none' | { share: number; isWaiting: boolean } | { error: unknown };

export function SoundSection({ store, communeId }: { store: DraftStore; communeId: string }) {
  const say = useWords(write);
  const source = useField(store, 'source');
  const bulletinId = useField(store, 'bulletinId');
  const [state, setState] = useState<State>('none');
  // goes on where it was, by the name it has
  const [sent, setSent] = useState<Omit<KeptSound, 'id'>>();
  const stop = useRef<AbortController>(undefined);
  const { id } = store.now();
  const send = useCallback(
    async (file: Blob, fileName: string, uploadUrl?: string) => {
      const aborting = new AbortController();
      stop.current = aborting;
      const kept = { id, sound: file, fileName, ...(uploadUrl !== undefined && { uploadUrl }) };
      setSent(kept);
      setState({ share: 0, isWaiting: false });
      if (uploadUrl === undefined) await keepSound(kept).catch(() => undefined);
      try {
        const made = await sendUpload({
          ...{ file, fileName, uploadUrl, signal: aborting.signal },
          fields: { communeId, kind: 'notice' },
          onBegun: (url) => {
            setSent({ ...kept, uploadUrl: url });
            void keepSound({ ...kept, uploadUrl: url }).catch(() => undefined);
          },
          onProgress: (share, isWaiting) =>
            setState((before) => ({ share: share >= 0 ? share : shareOf(before), isWaiting })),
        });
        store.note({ bulletinId: made });
        await forgetSound(id).catch(() => undefined);
        setState('none');
      } catch (error) {
        if (!aborting.signal.aborted) setState({ error });
      }
    },
    [store, id, communeId],
  );
  // what a reload or a killed browser has cut off goes on where it was
  useEffect(() => {
    if (store.now().bulletinId !== undefined) return;
    soundOf(id).then(
      (kept) => kept !== undefined && void send(kept.sound, kept.fileName, kept.uploadUrl),
      () => undefined,
    );
  }, [id, send, store]);
  useEffect(() => () => stop.current?.abort(), []);
  const again = () => {
    stop.current?.abort();
    void forgetSound(id).catch(() => undefined);
    setSent(undefined);
    setState('none');
    store.choose({ bulletinId: undefined });
  };
  if (bulletinId !== undefined) return <RecordingReview bulletinId={bulletinId} onAgain={again} />;
  if (typeof state === 'object' && 'share' in state) {
    return (
      <div className={styles.stack}>
        <p>{say(state.isWaiting ? 'uploadWaiting' : 'uploading', { percent: Math.round(state.share * 100) })}</p>
        <Progress value={state.share * 100} aria-label={say('uploadProgress')} />
        <Button variant="default" onClick={again}>
          {say('giveUp')}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.stack}>
      {typeof state === 'object' && (
        <ProblemNotice
          error={state.error}
          onRetry={() => sent !== undefined && void send(sent.sound, sent.fileName, sent.uploadUrl)}
        />
      )}
      {source === 'recording' ? (
        <RecordPanel onRecorded={(recorded) => void send(recorded, nameOf(recorded))} />
      ) : (
        <DropPlace onFile={(file) => void send(file, file.name)} />
      )}
    </div>
  );
}

const shareOf = (state: State): number => (typeof state === 'object' && 'share' in state ? state.share : 0);
const nameOf = ({ type }: Blob): string =>
  `ghi-am.${type.includes('mp4') ? 'm4a' : type.includes('ogg') ? 'ogg' : 'webm'}`;

function DropPlace({ onFile }: { onFile: (file: File) => void }) {
  const say = useWords(write);
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) onFile(file);
  };
  return (
    <section
      className={`${styles.drop} ${isOver ? styles.over : ''}`}
      aria-label={say('file')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>{say('dropHint')}</p>
      <FileButton accept="audio/*,video/mp4,.opus,.m4a,.amr" onChange={(file) => file !== null && onFile(file)}>
        {(props) => <Button {...props}>{say('chooseFile')}</Button>}
      </FileButton>
    </section>
  );
}
