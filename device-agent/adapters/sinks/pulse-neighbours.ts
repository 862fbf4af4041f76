/**
 * Who else plays into the sink of a PulseAudio server that this program plays into. The server tells of each change
 * (`pactl subscribe`), so that nothing is asked while nothing happens; another's stream is muted in the server, and the own
 * one is never left so: servers remember mutes, and what they do behind the output no meter here sees.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Millis } from '@loa-lang/schemas/units';
import type { OutputNeighbours } from '../../ports/output-neighbours.ts';
import { PLAYER_PROPERTY } from './pulse-player.ts';

export interface SinkInput {
  index: string;
  sink: string;
  isMuted: boolean;
  /** it waits and is not heard */
  isCorked: boolean;
  /** of what calls itself a player of ours */
  playerId: number | undefined;
  name: string;
}

/** Several events belong to one change. */
const GATHER_MS: Millis = 200;
/** As long as somebody is there it is said again, and a mute that was taken off is put on again. */
const AGAIN_MS: Millis = 20_000;
const RESTART_MS: Millis = 10_000;
const ANSWERS_WITHIN_MS: Millis = 3000;
/** Its words must not depend on a locale. */
const PACTL = ['LC_ALL=C', 'pactl'];

export class PulseNeighbours implements OutputNeighbours {
  #found: ((names: readonly string[]) => void) | undefined;
  #events: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;

  start(found: (names: readonly string[]) => void): void {
    this.#found = found;
    this.#subscribe();
    this.#later(GATHER_MS);
  }

  stop(): void {
    this.#found = undefined;
    clearTimeout(this.#timer);
    clearTimeout(this.#restart);
    this.#events?.kill();
  }

  #subscribe(): void {
    const events = spawn('env', [...PACTL, 'subscribe'], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#events = events;
    events.stdout.setEncoding('utf8');
    events.stdout.on('data', (text: string) => {
      if (/'(new|change)' on sink-input/.test(text)) this.#later(GATHER_MS);
    });
    events.on('error', () => undefined);
    events.on('close', () => {
      if (this.#found === undefined) return;
      this.#restart = setTimeout(() => {
        this.#subscribe();
        this.#later(GATHER_MS);
      }, RESTART_MS);
    });
  }

  #later(ms: Millis): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), ms);
  }

  async #look(): Promise<void> {
    const inputs = parseSinkInputs(await pactl('list', 'sink-inputs'));
    for (const { index, isMuted } of inputs.filter((input) => isPlayedBy(input, isChild))) {
      if (isMuted) await pactl('set-sink-input-mute', index, '0');
    }
    const others = strangers(inputs, isChild);
    if (this.#found === undefined || others.length === 0) return;
    for (const { index } of others.filter(isToBeMuted)) await pactl('set-sink-input-mute', index, '1');
    this.#found?.(others.map(({ name }) => name));
    this.#later(AGAIN_MS);
  }
}

const isPlayedBy = ({ playerId }: SinkInput, isOurs: (processId: number) => boolean): boolean =>
  playerId !== undefined && isOurs(playerId);

/** Another agent's player is told of and left alone: two that mute each other are both silent when it matters. */
export const isToBeMuted = ({ isMuted, playerId }: SinkInput): boolean => !isMuted && playerId === undefined;

/** Those that play where one of ours does. */
export function strangers(inputs: readonly SinkInput[], isOurs: (processId: number) => boolean): SinkInput[] {
  const ours = inputs.filter((input) => isPlayedBy(input, isOurs));
  const sinks = new Set(ours.map(({ sink }) => sink));
  return inputs.filter((input) => sinks.has(input.sink) && !input.isCorked && !ours.includes(input));
}

/** Reads the answer of `pactl list sink-inputs`. */
export function parseSinkInputs(text: string): SinkInput[] {
  return text
    .split(/^Sink Input #/m)
    .slice(1)
    .map((part) => {
      const field = (name: string) => new RegExp(`^\\s*${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
      const property = (name: string) => new RegExp(`^\\s*${name} = "(.*)"$`, 'm').exec(part)?.[1];
      const isPlayer = property(PLAYER_PROPERTY.replace('.', '\\.')) !== undefined;
      return {
        index: /^\d+/.exec(part)?.[0] ?? '',
        sink: field('Sink'),
        isMuted: field('Mute') === 'yes',
        isCorked: field('Corked') === 'yes',
        playerId: isPlayer ? Number(property('application\\.process\\.id')) : undefined,
        name: property('application\\.name') ?? property('media\\.name') ?? 'unknown',
      };
    });
}

/** The players of this program are its children. */
function isChild(processId: number): boolean {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    return Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]) === process.pid;
  } catch {
    return false;
  }
}

/** What it says; nothing where it does not answer. */
const pactl = (...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile('env', [...PACTL, ...args], { timeout: ANSWERS_WITHIN_MS }, (error, stdout) =>
      resolve(error === null ? stdout : ''),
    );
  });
