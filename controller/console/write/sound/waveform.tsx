/** A waveform that plays: loaded only where a recording is looked at. */
import type { Waveform } from '@loa-lang/schemas/http/recordings';
import { useEffect, useRef } from 'react';
import WaveSurfer from 'wavesurfer.js';
import { Sound } from '../../parts/sound.tsx';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';

const HEIGHT_PX = 88;

interface WaveformPlayerProps {
  src: string;
  /** as the controller measured it: the browser need not decode an hour of speech */
  waveform: Waveform;
  durationMs: number;
}

export function WaveformPlayer({ src, waveform, durationMs }: WaveformPlayerProps) {
  const say = useWords(write);
  const place = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const media = frame.current?.querySelector('audio');
    if (place.current === null || !media) return;
    const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const surfer = WaveSurfer.create({
      ...{ container: place.current, media, height: HEIGHT_PX, cursorWidth: 2, normalize: false },
      ...{ waveColor: colour('--strong-line'), progressColor: colour('--act'), cursorColor: colour('--act') },
      peaks: [waveform.max.map((each) => each / 100), waveform.min.map((each) => each / 100)],
      duration: durationMs / 1000,
    });
    return () => surfer.destroy();
  }, [waveform, durationMs]);
  return (
    <div ref={frame}>
      <div ref={place} aria-hidden style={{ minHeight: HEIGHT_PX }} />
      <Sound src={src} label={say('listenWhole')} />
    </div>
  );
}
