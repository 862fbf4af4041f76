/** eSpeak NG's data as Piper's voices need it beside them, out of the package that carries it packed in one file. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const ENTRY = /filename:"\/usr\/share\/espeak-ng-data\/([^"]+)",start:(\d+),end:(\d+)/g;

/** What Vietnamese needs: the phonemes, its dictionary and the descriptions of languages. */
const NEEDED = /^(phon|intonations|vi_dict|lang\/)/;

/** @returns how many files were written */
export async function unpackPhonemeData(folder: string): Promise<number> {
  const program = createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten');
  const source = await readFile(program, 'utf8');
  const data = await readFile(join(dirname(program), 'espeak-ng.data'));
  const entries = [...source.matchAll(ENTRY)].filter(([, name = '']) => NEEDED.test(name));
  for (const [, name = '', start, end] of entries) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), data.subarray(Number(start), Number(end)));
  }
  return entries.length;
}
