/** The corpus' spoken Vietnamese, mono at 48 kHz. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Stretch } from '@loa-lang/device-agent/playout/stretch';
import { readWav } from '#deploy/listening/read-wav';
import { projectRoot } from '../world/built.ts';

const FOLDER = join(projectRoot, '../shared/corpus/audio/vietnamese-speech');

/** Name and samples; none when the corpus is not there. */
export function corpusSpeech(): { name: string; samples: Float32Array }[] {
  if (!existsSync(FOLDER)) return [];
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.wav'));
  return files.sort().map((name) => {
    const { samples, sampleRateHz } = readWav(join(FOLDER, name));
    const stretch = new Stretch(samples.length);
    stretch.room(samples.length, 0).set(samples);
    stretch.length = samples.length;
    const at48 = new Float32Array(Math.floor((samples.length * 48_000) / sampleRateHz));
    stretch.read(0, sampleRateHz / 48_000, at48, 0, at48.length);
    return { name, samples: at48 };
  });
}
