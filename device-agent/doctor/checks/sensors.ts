/** What `sensors` names: files that can be read, an interface that is there, a command that can be run. */
import { access, constants } from 'node:fs/promises';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import { AGENT_WORDS } from '../words.ts';

const say = findingsOf(AGENT_WORDS);

interface Named {
  /** place in the configuration, e.g. `supply.mains` */
  field: string;
  path: string;
}

export async function checkSensors({ machine, board }: Pick<Around, 'machine' | 'board'>): Promise<Finding[]> {
  const { sensors } = board.config;
  if (sensors === undefined) return [];
  const named = pathsIn(sensors);
  const found = (await Promise.all(named.map(faultOf))).flat();
  const { interface: name, signal } = sensors.network ?? {};
  if (name !== undefined && !(await machine.list('/sys/class/net')).includes(name)) {
    found.push(say('sensors', 'no-interface', { interface: name }));
  }
  const [program = ''] = signal?.command?.trim().split(/\s+/) ?? [];
  if (program !== '' && (await machine.run('sh', ['-c', 'command -v "$0"', program])).code !== 0) {
    found.push(say('sensors', 'no-program', { program }));
  }
  return found.length > 0 ? found : [say('sensors', 'fine', { count: named.length })];
}

/** Every `file` and `device`, whatever it belongs to. */
export function pathsIn(part: object, at: readonly string[] = []): Named[] {
  return Object.entries(part).flatMap(([name, value]): Named[] => {
    if (typeof value === 'object' && value !== null) return pathsIn(value, [...at, name]);
    const isPath = (name === 'file' || name === 'device') && typeof value === 'string';
    return isPath ? [{ field: at.join('.'), path: value }] : [];
  });
}

async function faultOf({ field, path }: Named): Promise<Finding[]> {
  try {
    await access(path, constants.R_OK);
    return [];
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return [say('sensors', isMissing ? 'missing' : 'closed', { field, path })];
  }
}
