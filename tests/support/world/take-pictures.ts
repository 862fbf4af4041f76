/**
 * `node tests/dist/support/world/take-pictures.js [--data DIR] [--http-port N] [--mqtt-port N]`: the pictures of the README,
 * taken in Chromium from a demonstration with its month. The data folder is kept, so that another turn starts at once.
 */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser, openContext } from '../console/browser.ts';
import { openPage } from '../console/opened-page.ts';
import { projectRoot } from './built.ts';
import { DemoProcess } from './demo-process.ts';

const PATIENCE_MS = 1_200_000;
/** Nobody waits for a README. */
const MOST_BYTES = 150_000;
const WHO = { officer: '0912000002', technician: '0912000004' } as const;

const text = (value: string) => ({ type: 'string', default: value }) as const;
const { values } = parseArgs({
  options: { data: text('.data/pictures'), 'http-port': text('8090'), 'mqtt-port': text('18890') },
});
const out = join(projectRoot, 'controller/docs/pictures');
await mkdir(out, { recursive: true });
const demo = new DemoProcess(Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]));
const browser = await openBrowser();
try {
  await demo.untilSaid('Ctrl-C', PATIENCE_MS);
  const door = /http:\/\/127\.0\.0\.1:\d+\/[\w-]{24}\//.exec(demo.out)?.[0];
  if (door === undefined) throw new Error(`no month is behind it:\n${demo.out}`);
  const url = `http://127.0.0.1:${values['http-port']}`;
  const taken = async (who: keyof typeof WHO, name: string, path: (api: Request) => Promise<string>) => {
    const context = await openContext(browser, { url });
    const { page, settled } = await openPage(context);
    await page.goto(`${door}${WHO[who]}`);
    await page.goto(await path((at) => context.request.get(`${url}/api/v1${at}`).then((answer) => answer.json())));
    await settled();
    const file = join(out, `${name}.png`);
    await page.screenshot({ path: file });
    const { size } = await stat(file);
    console.log(`${file}: ${size} B${size > MOST_BYTES ? ', too large' : ''}`);
    await context.close();
  };
  // biome-ignore lint/suspicious/noExplicitAny: only ids are read from it
  type Request = (path: string) => Promise<any>;
  await taken('officer', 'hom-nay', async () => '/');
  await taken('officer', 'do-phu', async () => '/do-phu');
  await taken('technician', 'cum-loa', async (api) => {
    const { clusters } = await api('/clusters');
    return `/cum-loa/${clusters.find(({ code }: { code: string }) => code === 'C08')?.id}`;
  });
} finally {
  await browser.close();
  demo.signal('SIGINT');
  await demo.ended;
}
