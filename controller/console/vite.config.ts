/** How the console is built: one shell, chunks that are named by their content, everything compressed beforehand. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { CONSOLE_PAGES } from '@loa-lang/schemas/http/console-pages';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const OUT = fileURLToPath(new URL('../dist/site/', import.meta.url));
const TEXT = /\.(m?js|css|html|svg|webmanifest)$/;

/** One after the other: what is compressed is what the others have made. */
const inOrder = (handler: () => Promise<void>) => ({ order: 'post' as const, sequential: true, handler });

/** What is sent is compressed once, as well as can be, not for each visitor. */
const compressed = (): Plugin => ({
  name: 'compressed',
  apply: 'build',
  closeBundle: inOrder(async () => {
    const names = (await readdir(OUT, { recursive: true })).filter((name) => TEXT.test(name));
    await Promise.all(
      names.map(async (name) => {
        const path = join(OUT, name);
        const text = await readFile(path);
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
        await writeFile(`${path}.br`, await promisify(brotliCompress)(text, quality));
        await writeFile(`${path}.gz`, await promisify(gzip)(text, { level: 9 }));
      }),
    );
  }),
});

/** The worker knows which addresses the shell answers, and what the shell starts with. */
const workerKnows = (): Plugin => ({
  name: 'worker-knows',
  apply: 'build',
  closeBundle: inOrder(async () => {
    const path = join(OUT, 'console-worker.js');
    const shell = await readFile(join(OUT, 'index.html'), 'utf8');
    const started = [...shell.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, url]) => url);
    const worker = (await readFile(path, 'utf8'))
      .replace("'PAGES'", JSON.stringify(CONSOLE_PAGES))
      .replace("'STARTED'", JSON.stringify(started));
    await writeFile(path, worker);
  }),
});

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), workerKnows(), compressed()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    assetsDir: 'console',
    // an office of ten-year-old laptops: what their last browsers know
    target: ['es2020', 'chrome87', 'firefox80', 'safari14'],
    // never inlined: the policy of the page lets no style or script of data addresses in
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
});
