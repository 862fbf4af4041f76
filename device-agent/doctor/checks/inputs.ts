/** What is wired to the board beside its loudspeaker: amplifier key, microphones, the page for whoever stands there. */
import { access, constants } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import type { Machine } from '../machine/machine.ts';
import { cardOf, hardwareOf, soundCards } from '../machine/sound-cards.ts';
import { AGENT_WORDS } from '../words.ts';

const say = findingsOf(AGENT_WORDS);
const ANSWER_WITHIN_MS = 2000;
const ANYWHERE = new Set(['0.0.0.0', '::', 'localhost']);

const may = (path: string, mode: number): Promise<'yes' | 'no' | 'missing'> =>
  access(path, mode).then(
    () => 'yes' as const,
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? 'missing' : 'no'),
  );

export async function checkAmplifier({ machine, board }: Around): Promise<Finding[]> {
  const { amplifier } = board.config;
  if (amplifier === undefined) return [];
  const { gpioFile, onCommand = '', offCommand = '' } = amplifier;
  if (gpioFile !== undefined) {
    const found = await may(gpioFile, constants.W_OK);
    if (found === 'missing') return [say('amplifier', 'missing', { path: gpioFile })];
    return [say('amplifier', found === 'yes' ? 'fine' : 'closed', { path: gpioFile })];
  }
  for (const command of [onCommand, offCommand]) {
    const [program = ''] = command.trim().split(/\s+/);
    const { code } = await machine.run('sh', ['-c', 'command -v "$0"', program]);
    if (code !== 0) return [say('amplifier', 'no-program', { program, command })];
  }
  return [say('amplifier', 'fine', { path: onCommand })];
}

/** The one that hears the own loudspeaker, and the socket for whoever speaks. */
export async function checkMicrophone({ machine, board }: Around): Promise<Finding[]> {
  const { aux, microphone } = board.config;
  const own = microphone === undefined ? [] : await recorder(machine, microphone.kind, microphone.device);
  if (aux === undefined) return own;
  const key = aux.keyFile === undefined ? 'yes' : await may(aux.keyFile, constants.R_OK);
  const keyFindings = key === 'yes' ? [] : [say('microphone', 'no-key', { path: aux.keyFile ?? '' })];
  return [...own, ...keyFindings, ...(await recorder(machine, aux.kind, aux.device))];
}

async function recorder(machine: Machine, kind: 'alsa' | 'pulse', name: string | undefined): Promise<Finding[]> {
  const program = kind === 'alsa' ? 'arecord' : 'parec';
  if ((await machine.run(program, ['--version'])).code === undefined)
    return [say('microphone', 'no-program', { program })];
  if (kind === 'pulse') {
    const sources = (await machine.run('pactl', ['list', 'short', 'sources'])).out
      .split('\n')
      .flatMap((line) => line.split('\t')[1] ?? []);
    const isThere = name === undefined ? sources.length > 0 : sources.includes(name);
    return [say('microphone', isThere ? 'fine' : 'no-device', { name: name ?? 'pulse', cards: sources.join('; ') })];
  }
  const cards = await soundCards(machine);
  const names = cards.map(({ number, id }) => `${number} ${id}`).join('; ');
  const hardware = name === undefined ? undefined : hardwareOf(name);
  const card = hardware === undefined ? cards[0] : cardOf(cards, hardware);
  const inputs = card === undefined ? [] : await machine.list(`/proc/asound/card${card.number}`);
  const wanted = hardware === undefined ? /^pcm\d+c$/ : new RegExp(`^pcm${hardware.device}c$`);
  const isThere = inputs.some((each) => wanted.test(each));
  return [say('microphone', isThere ? 'fine' : 'no-device', { name: name ?? 'alsa', cards: names })];
}

export async function checkLocalPage({ board, status }: Around): Promise<Finding[]> {
  const { local } = board.config;
  if (local === undefined) return [];
  const { host, port } = local;
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  if (!ANYWHERE.has(host) && !own.some(({ address }) => address === host))
    return [say('local-page', 'no-address', { host, port })];
  const answers = await answersAt(host, port);
  if (status === undefined) return [say('local-page', answers ? 'taken' : 'free', { host, port })];
  return [say('local-page', answers ? 'fine' : 'silent', { host, port })];
}

const answersAt = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_WITHIN_MS });
    const end = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
