/** A disk that is full while a text is spoken or its parts are joined: said as what it is, and no other voice tried. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FfmpegAssembly } from '@loa-lang/controller/adapters/audio/ffmpeg-assembly';
import { EspeakEngine } from '@loa-lang/controller/adapters/speech/espeak/espeak-engine';
import { findFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';
import type { Voice } from '@loa-lang/controller/ports/speech';
import { expect, it } from 'vitest';
import { deskOf } from '../../support/speech.ts';

const never = new AbortController().signal;

/** Another engine, which never speaks. */
class BrokenEngine extends EspeakEngine {
  override readonly voices = [
    { ...new EspeakEngine().voices[0], id: 'broken', engine: 'broken', languages: ['vi'] } as Voice,
  ];
  override speak = async () => ({ ok: false, fault: 'speech-failed', detail: 'broken' }) as const;
}

/** A disk of 64 kB, or undefined where that needs more rights than this run has. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'loa-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmdirSync(folder);
    console.warn('\n*** SKIPPED: the full disk under speech. It needs root and the right to mount a tmpfs.\n');
    return undefined;
  }
}

it('a full disk is no fault of the voice', async ({ skip }) => {
  const folder = smallDisk();
  if (folder === undefined) return skip();
  const found = await findFfmpeg();
  if (!found.ok) throw new Error(found.detail);
  const desk = deskOf([new EspeakEngine(), new BrokenEngine()]);
  try {
    const request = {
      text: 'Mời bà con ra nhà văn hóa họp bàn việc nạo vét kênh mương.',
      voice: 'vi',
      wordsPerMinute: 180,
    };
    expect(await desk.speak(request, folder, never)).toMatchObject({ ok: false, fault: 'disk-full' });
    expect(await desk.speak({ ...request, voice: 'broken' }, folder, never)).toMatchObject({ fault: 'disk-full' });
    const minute = { kind: 'silence', samples: 48_000 * 60 } as const;
    expect(await new FfmpegAssembly(found.tool).join([minute], folder, never)).toEqual({
      ok: false,
      fault: 'disk-full',
    });
  } finally {
    await desk.stop();
    execFileSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  }
});
