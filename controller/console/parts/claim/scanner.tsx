/** The camera looks for a QR code: by the browser's own detector where there is one, else by a decoder in script. */
import { useEffect, useRef, useState } from 'react';
import { claims } from '../../words/claims.ts';
import { useWords } from '../../words/words.ts';
import { Notice } from '../notice.tsx';
import styles from './claim.module.css';
import { newReader } from './qr-reader.ts';

/** A few looks a second find a label that is held still, and leave an old telephone its battery. */
const LOOK_MS = 200;

export function Scanner({ onFound }: { onFound: (text: string) => void }) {
  const say = useWords(claims);
  const video = useRef<HTMLVideoElement>(null);
  const found = useRef(onFound);
  found.current = onFound;
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async () => {
      const element = video.current;
      const read = await newReader();
      const again = async () => {
        const text = element === null || isOver ? undefined : await read(element).catch(() => undefined);
        if (isOver) return;
        if (text !== undefined) found.current(text);
        else timer = setTimeout(() => void again(), LOOK_MS);
      };
      await again();
    };
    const open = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      const element = video.current;
      if (isOver || element === null) return close();
      element.srcObject = stream;
      await element.play();
      await look();
    };
    const close = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    open().catch(() => setFailed(true));
    return () => {
      isOver = true;
      clearTimeout(timer);
      close();
    };
  }, []);
  if (hasFailed) return <Notice tone="warning">{say('noCamera')}</Notice>;
  return (
    <div className={styles.camera}>
      <video ref={video} muted playsInline aria-label={say('looking')} />
      <p className="soft" role="status">
        {say('looking')}
      </p>
    </div>
  );
}
