/** An installation without eSpeak NG, whose licence not everybody can take: what then is said. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

it('a text is refused with the reason, not with a crash', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loa-left-out-'));
  const hooks = join(folder, 'hooks.mjs');
  const script = join(folder, 'script.mjs');
  writeFileSync(
    hooks,
    `import Module, { register } from 'node:module';
     const refuse = (name) => {
       if (name.startsWith('@echogarden/espeak-ng')) throw new Error('Cannot find package ' + name);
     };
     const resolve = Module._resolveFilename;
     Module._resolveFilename = (name, ...rest) => (refuse(name), resolve(name, ...rest));
     register('data:text/javascript,' + encodeURIComponent(
       'const refuse = ' + refuse + '; export const resolve = (name, context, next) => (refuse(name), next(name, context));',
     ));`,
  );
  const built = (path: string) => import.meta.resolve(`@loa-lang/controller/adapters/speech/${path}`);
  writeFileSync(
    script,
    `import { EspeakEngine } from ${JSON.stringify(built('espeak/espeak-engine'))};
     import { SpeechDesk } from ${JSON.stringify(built('speech-desk'))};
     const desk = new SpeechDesk({ engines: [new EspeakEngine()], defaultVoice: 'vi', lastResort: 'vi' });
     const request = { text: 'Mời bà con họp.', voice: 'vi', wordsPerMinute: 180 };
     const [{ state }] = await desk.voices();
     const spoken = await desk.speak(request, ${JSON.stringify(folder)}, new AbortController().signal);
     await desk.identify(request);
     console.log(JSON.stringify({ state, spoken }));
     await desk.stop();`,
  );
  try {
    const args = ['--import', pathToFileURL(hooks).href, script];
    const said = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    expect(said.state).toMatchObject({ state: 'unavailable', code: 'speech-package-missing' });
    expect(said.spoken).toMatchObject({
      ok: false,
      fault: 'speech-failed',
      detail: expect.stringContaining('find package'),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
