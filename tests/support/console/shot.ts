/**
 * `node tests/dist/support/console/shot.js --url URL [--cookie NAME=VALUE] [--out DIR] [--phone] [--dark] [--lang en]
 * [--full] PATH…`: a picture of each page, and what is wrong with it.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { axeFaults } from './axe.ts';
import { openBrowser, openContext } from './browser.ts';
import { type Look, lookName } from './looks.ts';
import { openPage } from './opened-page.ts';
import { missingWords, overflow } from './page-checks.ts';

const flag = { type: 'boolean', default: false } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    cookie: { type: 'string' },
    out: { type: 'string', default: 'tests/artefacts/console' },
    lang: { type: 'string', default: 'vi' },
    ...{ phone: flag, dark: flag, full: flag },
  },
});
const { url, cookie, out, lang } = values;
if (url === undefined) throw new Error('--url is needed');
const look: Look = {
  device: values.phone ? 'phone' : 'desktop',
  scheme: values.dark ? 'dark' : 'light',
  language: lang === 'en' ? 'en' : 'vi',
};
await mkdir(out, { recursive: true });
const browser = await openBrowser();
try {
  const context = await openContext(browser, { url, ...(cookie !== undefined && { cookie }) }, look);
  for (const path of positionals.length === 0 ? ['/'] : positionals) {
    const { page, errors, failed, settled } = await openPage(context);
    await page.goto(path);
    await settled().catch((error) => errors.push(String(error)));
    const file = join(
      out,
      `${path.replace(/[^a-z0-9-]+/gi, '_').replace(/^_|_$/g, '') || 'start'}-${lookName(look)}.png`,
    );
    await page.screenshot({ path: file, fullPage: values.full });
    console.log(file);
    const wrong = {
      errors,
      failed,
      axe: await axeFaults(page),
      overflow: await overflow(page),
      words: await missingWords(page),
    };
    for (const [what, list] of Object.entries(wrong)) for (const each of list) console.log(`  ${what}: ${each}`);
    await page.close();
  }
} finally {
  await browser.close();
}
