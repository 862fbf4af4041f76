import { describe, expect, it } from 'vitest';
import type { Project } from '#deploy/dependencies/lock';
import { review } from '#deploy/dependencies/review';

const integrity = 'sha512-AAAA';
const ok = { license: 'MIT', integrity };
const table = (rows: string) => `| package | where | why |\n|---|---|---|\n${rows}\n`;

/** Two workspaces, three packages, an optional binary: nothing to find fault with. */
const sound = (): Project => ({
  manifests: {
    '': { devDependencies: { builder: '2.1' } },
    app: { dependencies: { server: '^5.12.8', inner: '0.1.0' }, optionalDependencies: { voice: '^0.4.1' } },
    inner: { dependencies: { server: '^5.0.0' } },
  },
  lock: {
    '': {},
    app: {},
    inner: {},
    'node_modules/app': { link: true, resolved: 'app' },
    'node_modules/inner': { link: true, resolved: 'inner' },
    'node_modules/builder': { version: '2.1.7', ...ok },
    'node_modules/server': { version: '5.13.0', ...ok, license: '(MIT OR GPL-3.0)' },
    'node_modules/server/node_modules/part': { version: '1.0.0', ...ok, license: 'MIT and ISC' },
    'node_modules/server/node_modules/whole': { version: '1.0.0', license: 'ISC', inBundle: true },
    'node_modules/voice': { version: '0.4.9', ...ok, license: 'GPL-3.0' },
    'node_modules/@binary/linux': { version: '1.0.0', ...ok, hasInstallScript: true },
  },
  decisions: new Map([
    [6, table('| server (pinned), builder | app | well kept |\n| voice | app | see 8 |')],
    [8, 'Speech comes from `voice`.'],
  ]),
  allowed: {
    licences: { MIT: 'notice', ISC: 'notice' },
    packageLicences: { voice: { says: ['GPL-3.0'], why: 'a worker of its own' } },
    installScripts: { '@binary/*': 'links that we make ourselves' },
    advisories: {},
  },
});

const changed = (change: (project: Project) => void): string[] => {
  const project = sound();
  change(project);
  return review(project);
};
const put = (path: string, entry: object) =>
  changed(({ lock }) => {
    lock[path] = { ...lock[path], ...entry };
  });
const ask = (range: string) =>
  changed(({ manifests }) => {
    manifests.inner = { dependencies: { server: range } };
  });
const say = (rows: string) => changed(({ decisions }) => void (decisions as Map<number, string>).set(6, table(rows)));

describe('the review of dependencies', () => {
  it('finds nothing in what is sound', () => expect(review(sound())).toEqual([]));

  it.each([
    ['a need without a row', say('| server, builder | app | well kept |'), 'voice has no reason in decision 6.'],
    [
      'a row without a reason',
      say('| builder | app | well kept |\n| server | app | |\n| voice | app | see 8 |'),
      'server has no reason in decision 6.',
    ],
    [
      'a reason elsewhere that is not there',
      say('| server, builder | app | well kept |\n| voice | app | see 9 |'),
      'voice: decision 6 says "see 9", and decision 9 does not name it.',
    ],
    [
      'a reason for nothing',
      say('| server, builder, old | app | well kept |\n| voice | app | see 8 |'),
      'old has a reason in decision 6, and nobody needs it.',
    ],
    [
      'no integrity',
      put('node_modules/server/node_modules/part', { integrity: undefined }),
      'part@1.0.0 has no SHA-512 in package-lock.json: what is downloaded could be anything.',
    ],
    [
      'a weak integrity',
      put('node_modules/builder', { integrity: 'sha1-AAAA' }),
      'builder@2.1.7 has no SHA-512 in package-lock.json: what is downloaded could be anything.',
    ],
    ...['git+ssh://git@host/a/b.git#1234567', 'http://host/a.tgz', 'file:../a.tgz'].map(
      (resolved): [string, string[], string] => [
        resolved,
        put('node_modules/builder', { resolved }),
        `builder@2.1.7 comes from ${resolved} instead of the registry.`,
      ],
    ),
    [
      'a folder outside',
      put('node_modules/app', { resolved: '../app' }),
      'app is a folder (../app) that is no workspace.',
    ],
    [
      'another licence',
      put('node_modules/builder', { license: 'MIT AND AGPL-3.0' }),
      'builder@2.1.7 says "MIT AND AGPL-3.0", which is not on the list of licences.',
    ],
    [
      'a licence nobody reads',
      put('node_modules/builder', { license: '(MIT OR ISC) AND MIT' }),
      'builder@2.1.7 says "(MIT OR ISC) AND MIT", which is not on the list of licences.',
    ],
    [
      'no licence',
      put('node_modules/builder', { license: undefined }),
      'builder@2.1.7 says no licence, which is not on the list of licences.',
    ],
    [
      'a licence that changed',
      put('node_modules/voice', { license: 'AGPL-3.0' }),
      'voice@0.4.9 now says "AGPL-3.0", which is not what it was allowed for ("GPL-3.0").',
    ],
    [
      'a script',
      put('node_modules/server', { hasInstallScript: true }),
      'server@5.13.0 runs a script when it is installed and is not on the list.',
    ],
    [
      'several majors',
      changed(({ manifests, lock }) => {
        manifests.inner = { dependencies: { server: '^4.2.0' } };
        lock['inner/node_modules/server'] = { version: '4.2.0', ...ok };
      }),
      'server is needed in several majors: 5.13.0 for app, 4.2.0 for inner.',
    ],
    ...['*', '>=5', '5 || 6', '4 - 6', 'latest', 'x', '', '0', '^0', 'git+https://host/a', 'npm:other@^5.0.0'].map(
      (range): [string, string[], string] => [
        `the range "${range}"`,
        ask(range),
        `inner needs server "${range}", which is no range of one major: write ^x.y.z.`,
      ],
    ),
    ['another major', ask('^6.0.0'), 'inner needs server "^6.0.0", and package-lock.json has 5.13.0.'],
    [
      'another minor below 1.0',
      put('node_modules/voice', { version: '0.5.0' }),
      'app needs voice "^0.4.1", and package-lock.json has 0.5.0.',
    ],
    [
      'a need that is not locked',
      changed(({ lock }) => delete lock['node_modules/builder']),
      'The root needs builder, which is not in package-lock.json.',
    ],
    [
      'what was allowed and is gone',
      changed(({ lock }) => delete lock['node_modules/@binary/linux']),
      '@binary/* is on an allow list, and no such package is installed.',
    ],
  ])('finds %s', (_what, faults, fault) => expect(faults).toEqual([fault]));

  it.each(['5', '5.13', '~5.13.0', '^5.12.8-beta.1', '5.13.0'])('takes the range %s', (range) =>
    expect(ask(range)).toEqual([]),
  );
});
