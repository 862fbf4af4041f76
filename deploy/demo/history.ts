/** The month behind the demonstration: lived once for each data folder, before its controller starts. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, startChild } from './children.ts';
import { DemoFailure } from './failure.ts';
import type { Credentials } from './month/people.ts';
import type { DemoOptions } from './options.ts';
import type { Show } from './show.ts';
import { texts } from './texts.ts';

interface HistoryParts {
  dataDir: string;
  /** an earlier run's month counts either way */
  isWanted: boolean;
  /** the program that lives the month */
  program: string;
  /** the controller's environment */
  env: NodeJS.ProcessEnv;
  onDay(day: number, of: number): void;
  onChild(child: Child): void;
}

const DAYS = 30;

/** @returns who may sign in; `undefined` where an earlier run has made the data without a month */
async function ensureHistory(parts: HistoryParts): Promise<Credentials[] | undefined> {
  const { dataDir, program, env, onDay, onChild } = parts;
  const file = join(dataDir, 'month.json');
  const begun = join(dataDir, 'month-begun');
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { people: Credentials[] }).people;
  const [controllerFolder, agents] = [join(dataDir, 'controller'), join(dataDir, 'agents')];
  if (!parts.isWanted) return undefined;
  if (existsSync(begun))
    for (const folder of [controllerFolder, agents]) rmSync(folder, { recursive: true, force: true });
  if (existsSync(controllerFolder)) return undefined;
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(begun, '');
  const child = startChild([program, agents, file, String(DAYS)], env, join(dataDir, 'month.log'));
  onChild(child);
  child.onMessage((message) => {
    const { day, of } = message as { day: number; of: number };
    onDay(day, of);
  });
  if ((await child.ended) !== 0 || !existsSync(file)) {
    for (const folder of [controllerFolder, agents]) rmSync(folder, { recursive: true, force: true });
    throw new DemoFailure(`${texts.monthFailed}\n${child.lastWords()}`);
  }
  return (JSON.parse(readFileSync(file, 'utf8')) as { people: Credentials[] }).people;
}

export async function liveHistory(
  options: DemoOptions,
  show: Show,
  projectRoot: string,
  onChild: (child: Child) => void,
): Promise<Credentials[] | undefined> {
  const began = performance.now();
  let lived = false;
  // a demonstration without a month is better than none
  const people = await ensureHistory({
    dataDir: options.dataDir,
    isWanted: options.history,
    program: join(projectRoot, 'deploy/dist/demo/month/main.js'),
    env: controllerEnv(options),
    onDay: (day, of) => {
      if (!lived) show.line(texts.month);
      lived = true;
      show.progress(texts.day(day, of));
    },
    onChild,
  }).catch((error: unknown) => {
    if (!(error instanceof DemoFailure)) throw error;
    show.line(error.message);
    return undefined;
  });
  if (lived && people !== undefined) show.line(texts.monthDone(Math.round((performance.now() - began) / 1000)));
  return people;
}

/** Of the demonstration's controller, and of the month before it. */
export const controllerEnv = ({ dataDir, httpPort, mqttPort }: DemoOptions): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  DATA_DIR: join(dataDir, 'controller'),
  HTTP_PORT: String(httpPort),
  MQTT_PORT: String(mqttPort),
  LOG_LEVEL: 'warn',
  // what the demonstration shows is its own audio, from nothing to the loudspeakers
  PREPARED_EMERGENCIES: 'off',
});
