/** A short sound whose first samples are loud, and where in its encoding the first sample is that is not zero. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OggOpusReader } from '@loa-lang/device-agent/adapters/opus/ogg-opus-reader';
import type { Api } from '#deploy/demo/api';
import { wavOf } from '../../support/audio/broken-files.ts';
import { type ReadyBulletin, uploadBulletin } from '../../support/world/bulletins.ts';

const SECONDS = 1.2;
const RATE_HZ = 48_000;

/** Kept by every device ahead of use. */
export function uploadTone(api: Api, communeId: string): Promise<ReadyBulletin> {
  const tone = Float64Array.from(
    { length: SECONDS * RATE_HZ },
    (_, i) => 0.4 * Math.cos((2 * Math.PI * 440 * i) / RATE_HZ),
  );
  return uploadBulletin(api, communeId, { bytes: wavOf([tone], RATE_HZ), name: 'tone.wav' }, { keep: true });
}

export async function firstSoundingSample(api: Api, bulletinId: string, folder: string): Promise<number> {
  const path = join(folder, 'tone.opus');
  await writeFile(path, await api.download(`/bulletins/${bulletinId}/audio`));
  const opened = await OggOpusReader.open(path);
  if (!opened.ok) throw new Error(opened.detail);
  const samples = new Float32Array(4800);
  opened.reader.read(samples);
  opened.reader.free();
  const first = samples.findIndex((sample) => Math.round(sample * 32767) !== 0);
  if (first < 0) throw new Error('the tone begins with silence');
  return first;
}
