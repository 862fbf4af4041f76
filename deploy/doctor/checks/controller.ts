/** The controller itself: whether it runs, what it says of its health, how many files it may open. */
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { HealthAnswer } from '@loa-lang/schemas/http/health';
import type { Around } from '../around.ts';
import { CONTROLLER_WORDS } from '../words.ts';

const say = findingsOf(CONTROLLER_WORDS);
const ANSWER_WITHIN_MS = 8000;
/** A connection for each device and page, and the database's, the queue's and audio files beside them. */
const LEAST_FILES = 4096;

export async function checkController({ config, controller, machine }: Around): Promise<Finding[]> {
  if (controller.state === 'elsewhere') return [say('controller', 'elsewhere')];
  if (controller.state === 'stopped') return [say('controller', 'stopped')];
  const { pid } = controller;
  return [...(await health(config.http, pid)), ...openFiles((await machine.read(`/proc/${pid}/limits`)) ?? '')];
}

async function health({ host, port }: { host: string; port: number }, pid: number): Promise<Finding[]> {
  // it chose a port that only its log tells
  if (port === 0) return [say('controller', 'fine', { pid, url: '' })];
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const url = `http://${near.includes(':') ? `[${near}]` : near}:${port}`;
  try {
    const answer = await fetch(`${url}/api/v1/health`, {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      redirect: 'error',
    });
    const { status, probes } = (await answer.json()) as HealthAnswer;
    if (status === 'ok') return [say('controller', 'fine', { pid, url })];
    const ill = probes.filter(({ ok }) => !ok).map(({ name }) => name);
    return [say('controller', status === 'down' ? 'down' : 'degraded', { pid, url, probes: ill.join(', ') })];
  } catch (error) {
    return [say('controller', 'mute', { pid, url, detail: causeOf(error) })];
  }
}

/** Of the running program; what a shell may open says nothing about a service. */
export function openFiles(limits: string): Finding[] {
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(limits)?.[1];
  if (soft === undefined || soft === 'unlimited' || Number(soft) >= LEAST_FILES) return [];
  return [say('controller', 'few-files', { limit: Number(soft), least: LEAST_FILES })];
}

function causeOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  return cause?.code ?? cause?.message ?? message;
}
