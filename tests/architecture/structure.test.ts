import { beforeAll, describe, expect, it } from 'vitest';
import { cycles, directionViolations, type Sources, textViolations } from './import-rules.ts';
import { readSources } from './read-sources.ts';

/** Longer than 250 lines, each with the reason why it is not divided. */
const LONG_FILES: Record<string, string> = {
  'controller/app.ts': 'the one place where all routes are joined',
  'device-agent/agent.ts': 'the one place where all services of a device are joined',
  'device-agent/adapters/files/file-asset-cache.ts': 'one store, whose crash safety is read in one piece',
  'device-agent/doctor/words.ts': 'all that a device’s doctor says, two languages beside each other',
  'device-agent/playout/playout-source.ts': 'one state machine over one buffer',
  'device-agent/services/account.ts': 'the life of a receipt from start to acknowledgement',
  'device-agent/services/fetch-audio.ts': 'one transfer with its retries',
  'device-agent/services/keep-documents.ts': 'acceptance rules of all documents beside each other',
  'device-agent/services/keep-time.ts': 'trust in the time, its loss and its return',
  'schemas/timeline/arbitrate.ts': 'one replay; its steps only make sense in order',
};

/** All that a family of pages says, two languages beside each other. */
const TEXTS = /^controller\/console\/words\//;

/** Types that lie a storey too high; each line goes when its type has moved down. */
const TO_MOVE = [
  'device-agent/domain/last-known-time.ts imports device-agent/ports/device-store.ts: it lies higher',
  'device-agent/domain/run-history.ts imports device-agent/ports/device-store.ts: it lies higher',
  'device-agent/domain/run-ledger.ts imports device-agent/playout/played.ts: it lies higher',
];

const tree = (files: Record<string, string>): Sources => new Map(Object.entries(files));
let sources: Sources;
beforeAll(async () => {
  sources = await readSources();
});

describe('the sources', () => {
  it('are all looked at', () => {
    expect(sources.size).toBeGreaterThan(200);
    for (const path of ['controller/main.ts', 'device-agent/main.ts', 'schemas/wire/plan.ts']) {
      expect(sources.has(path)).toBe(true);
    }
  });
  it('import in one direction', () => expect(directionViolations(sources)).toEqual(TO_MOVE));
  it('import in no circle', () => expect(cycles(sources)).toEqual([]));
  it('keep the rules of the house', () => expect(textViolations(sources)).toEqual([]));
  it('are small files', () => {
    const lines = [...sources].map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }));
    const sizes = lines.map((file) => file.lines).sort((a, b) => a - b);
    const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
    const long = lines.filter((file) => file.lines > 250 && !TEXTS.test(file.path)).map((file) => file.path);
    console.log(`${sizes.length} files, median ${median} lines, ${long.length} over 250`);
    expect(median).toBeLessThanOrEqual(80);
    expect(long.filter((path) => LONG_FILES[path] === undefined)).toEqual([]);
  });
});

describe('the checker', () => {
  const violations = (from: string, line: string) => directionViolations(tree({ [from]: line }));

  it.each([
    ['controller/domain/a.ts', "import { x } from '../ports/b.ts'"],
    ['controller/domain/a.ts', "import type { x } from '../services/b.ts'"],
    ['controller/domain/a.ts', "import { readFile } from 'node:fs/promises'"],
    ['controller/domain/a.ts', "import { v7 } from 'uuid'"],
    ['controller/ports/a.ts', "import type { x } from '../adapters/b.ts'"],
    ['controller/services/a.ts', "export { x } from '../http/b.ts'"],
    ['controller/services/a.ts', "const b = await import('../adapters/b.ts')"],
    ['controller/services/a.ts', "import { PrismaClient } from '../generated/prisma/client.ts'"],
    ['controller/adapters/a/b.ts', "import { x } from '../../services/c.ts'"],
    ['controller/adapters/a/b.ts', "import { x } from '../../http/c.ts'"],
    ['controller/http/routes/a.ts', "import { x } from '../../adapters/postgres/b.ts'"],
    ['controller/http/a.ts', "import { x } from '../start.ts'"],
    ['controller/services/a.ts', "import { x } from '@loa-lang/device-agent/agent'"],
    ['device-agent/services/a.ts', "import type { x } from '@loa-lang/controller/ports/clock'"],
    ['device-agent/services/a.ts', "import type { x } from '../../controller/ports/clock.ts'"],
    ['controller/console/live/a.ts', "import type { x } from '../../domain/b.ts'"],
    ['controller/console/live/a.ts', "import { useState } from 'react'"],
    ['controller/console/write/a.tsx', "import { x } from '../calendar/b.tsx'"],
    ['controller/console/parts/a.tsx', "import { x } from '../calendar/b.tsx'"],
    ['controller/console/write/a.tsx', "import { readFile } from 'node:fs'"],
    ['controller/console/write/a.tsx', "import lodash from 'lodash'"],
    ['controller/http/a.ts', "import { x } from '../console/live/b.ts'"],
    ['device-agent/domain/a.ts', "import { x } from '../adapters/b.ts'"],
    ['schemas/a.ts', "import type { x } from '@loa-lang/controller/ports/clock'"],
    ['schemas/a.ts', "import { hostname } from 'node:os'"],
    ['controller/services/a.ts', "import ffmpeg from 'fluent-ffmpeg'"],
    ['controller/start.ts', "import ffmpeg from 'fluent-ffmpeg'"],
    ['controller/services/a.ts', "import type { FastifyRequest } from 'fastify'"],
    ['device-agent/services/a.ts', "import mqtt from 'mqtt'"],
  ])('finds %s: %s', (from, line) => expect(violations(from, line)).toHaveLength(1));

  it.each([
    ['controller/domain/a.ts', "import type { x } from '@loa-lang/schemas/wire/plan'"],
    ['controller/services/a.ts', "import { x } from '../domain/b.ts'"],
    ['controller/console/live/a.ts', "import type { x } from '@loa-lang/schemas/http/live'"],
    ['controller/adapters/a/b.ts', "import { x } from '../../domain/text/names.ts'"],
    ['controller/start.ts', "import { x } from './adapters/postgres/database.ts'"],
    ['controller/adapters/audio/a.ts', "import ffmpeg from 'fluent-ffmpeg'"],
    ['controller/domain/a.ts', "// import { x } from '../ports/b.ts'"],
  ])('leaves %s: %s', (from, line) => expect(violations(from, line)).toEqual([]));

  it('finds circles, also of types alone', () => {
    const circle = tree({
      'schemas/a.ts': "import type { B } from './b.ts'",
      'schemas/b.ts': "import { c } from './c.ts'",
      'schemas/c.ts': "export { a } from './a.ts'",
      'schemas/d.ts': "import { a } from './a.ts'",
    });
    expect(cycles(circle)).toEqual([['schemas/a.ts', 'schemas/b.ts', 'schemas/c.ts']]);
  });

  it('finds what only the text shows', () => {
    const bad = tree({
      'controller/services/a.ts': 'const home = process.env.HOME;',
      'controller/adapters/b.ts': 'let counter = 0;',
      'controller/http/c.ts': "export * from './d.ts';",
      'controller/domain/e.ts': 'const now = Date.now();',
      'controller/config.ts': 'readConfig(process.env);',
      'controller/services/f.ts': 'const timer = setTimeout(stop, 1);',
    });
    expect(textViolations(bad)).toHaveLength(4);
  });
});
