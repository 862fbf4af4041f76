/** Whether what the agent plays can leave the board: the card of `sink`, its volume, who holds it. */
import { access, constants } from 'node:fs/promises';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import { type Around, workingOf } from '../around.ts';
import type { Machine } from '../machine/machine.ts';
import { type Card, cardOf, hardwareOf, playbackControls, soundCards, userOf } from '../machine/sound-cards.ts';
import { AGENT_WORDS } from '../words.ts';

const say = findingsOf(AGENT_WORDS);
/** The players that the agent starts. */
const OWN_PLAYERS = new Set(['aplay', 'pacat']);
/** Through which everything goes that a card plays; others are inputs that are mixed in. */
const MAIN_CONTROL = /^(Master|PCM|Speaker|Headphone|Line Out|Front|Digital|Playback|DAC)\b/i;
/** −30 dB and less on most cards: somebody turned it down. */
const QUIET_PERCENT = 20;

export async function checkSound(around: Around): Promise<Finding[]> {
  const { machine, board } = around;
  const { sink } = board.config;
  const colon = sink.indexOf(':');
  const [kind, rest] = colon < 0 ? [sink, undefined] : [sink.slice(0, colon), sink.slice(colon + 1)];
  const failed = workingOf(around)?.sink.state === 'failed' ? [say('sound', 'failed', { sink })] : [];
  if (kind === 'alsa') return [...failed, ...(await alsa(around, rest ?? 'default'))];
  if (kind === 'pulse') return [...failed, ...(await pulse(machine, rest))];
  return [...failed, say('sound', 'no-card', { sink })];
}

async function alsa({ machine, status }: Around, name: string): Promise<Finding[]> {
  if ((await machine.run('aplay', ['--version'])).code === undefined)
    return [say('sound', 'no-player', { program: 'aplay' })];
  const cards = await soundCards(machine);
  const names = cards.map(({ number, id, name: long }) => `${number} ${id} (${long})`).join('; ');
  if (cards.length === 0) return [say('sound', 'no-cards')];
  const hardware = hardwareOf(name);
  const card = hardware === undefined ? cards[0] : cardOf(cards, hardware);
  if (card === undefined) return [say('sound', 'no-device', { name, cards: names })];
  const device = hardware?.device ?? 0;
  if (!(await machine.list(`/proc/asound/card${card.number}`)).includes(`pcm${device}p`)) {
    return [say('sound', 'no-device', { name, cards: names })];
  }
  const barred = await barredFrom(machine, card, device);
  const user = await userOf(machine, card, device, 'p');
  const isOther = user !== undefined && !(status !== undefined && OWN_PLAYERS.has(user.program));
  const found = [
    ...(barred ? [say('sound', 'no-right', { device: `/dev/snd/pcmC${card.number}D${device}p` })] : []),
    ...(isOther ? [say('sound', 'busy', { program: user.program, pid: user.pid })] : []),
    ...(await volume(machine, card)),
  ];
  return found.length > 0 ? found : [say('sound', 'fine', { card: card.name, name })];
}

/** Who runs this may be root, who may everything; the service's account needs the group `audio`. */
async function barredFrom(machine: Machine, card: Card, device: number): Promise<boolean> {
  const file = `pcmC${card.number}D${device}p`;
  if (!(await machine.list('/dev/snd')).includes(file)) return false;
  return access(machine.at(`/dev/snd/${file}`), constants.R_OK | constants.W_OK).then(
    () => false,
    () => true,
  );
}

async function volume(machine: Machine, card: Card): Promise<Finding[]> {
  const { code, out } = await machine.run('amixer', ['-c', String(card.number), 'scontents']);
  if (code !== 0) return [];
  const main = playbackControls(out).filter(({ name }) => MAIN_CONTROL.test(name));
  return main.flatMap(({ name, percent, isOff }) => {
    const values = { control: name, card: card.number, percent: percent ?? 0 };
    if (isOff) return [say('sound', 'muted', values)];
    if (percent === 0) return [say('sound', 'zero', values)];
    return percent !== undefined && percent < QUIET_PERCENT ? [say('sound', 'quiet', values)] : [];
  });
}

async function pulse(machine: Machine, sink: string | undefined): Promise<Finding[]> {
  if ((await machine.run('pacat', ['--version'])).code === undefined)
    return [say('sound', 'no-player', { program: 'pacat' })];
  const { code, out } = await machine.run('pactl', ['info']);
  if (code !== 0) return [say('sound', 'no-server')];
  const name = sink ?? /^Default Sink: (.+)$/m.exec(out)?.[1] ?? '@DEFAULT_SINK@';
  const sinks = (await machine.run('pactl', ['list', 'short', 'sinks'])).out
    .split('\n')
    .flatMap((line) => line.split('\t')[1] ?? []);
  if (!sinks.includes(name)) return [say('sound', 'no-device', { name, cards: sinks.join('; ') })];
  const [muted, loud] = await Promise.all([
    machine.run('pactl', ['get-sink-mute', name]),
    machine.run('pactl', ['get-sink-volume', name]),
  ]);
  const percents = [...loud.out.matchAll(/(\d+)%/g)].map(([, percent]) => Number(percent));
  const percent = percents.length === 0 ? undefined : Math.max(...percents);
  if (/yes/.test(muted.out)) return [say('sound', 'pulse-quiet', { name, percent: percent ?? 0 })];
  if (percent !== undefined && percent < QUIET_PERCENT) return [say('sound', 'pulse-quiet', { name, percent })];
  return [say('sound', 'fine', { card: name, name })];
}
