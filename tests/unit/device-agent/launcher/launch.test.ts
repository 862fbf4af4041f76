/** A board whose disk gives no folder for versions speaks by what it came with. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from '@loa-lang/device-agent/launcher/launch';
import { afterAll, expect, it } from 'vitest';
import { eventually } from '../../../support/eventually.ts';

const folder = mkdtempSync(join(tmpdir(), 'loa-launch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('without a folder of versions what came with the machine runs', async () => {
  const [main, ran] = [join(folder, 'main.cjs'), join(folder, 'ran')];
  writeFileSync(main, `require('fs').writeFileSync(${JSON.stringify(ran)}, ''); setInterval(() => {}, 1000);`);
  const said: string[] = [];
  const stopping = new AbortController();
  const over = launch({
    // a file stands where the folder should be
    ...{ versions: join(main, 'versions'), main, args: [], trialMs: 1000, pauseMs: 10 },
    signal: stopping.signal,
    say: (text) => said.push(text),
  });
  try {
    await eventually('it runs', () => existsSync(ran));
    expect(said.join()).toMatch(/no folder of versions/);
  } finally {
    stopping.abort();
    await over;
  }
});
