/** The board itself: heat, and a supply that is too weak. */
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import type { Machine } from '../machine/machine.ts';
import { AGENT_WORDS } from '../words.ts';

const say = findingsOf(AGENT_WORDS);
const HOT_C = 75;
/** A Raspberry Pi slows down at 80 and more at 85. */
const TOO_HOT_C = 82;
/** Bits of `get_throttled`: now, and ever since the start. */
const [LOW_NOW, LOW_EVER] = [0x1, 0x10000];

export async function checkBoard({ machine }: Pick<Around, 'machine'>): Promise<Finding[]> {
  return [...(await heat(machine)), ...(await supply(machine))];
}

async function heat(machine: Machine): Promise<Finding[]> {
  const zones = (await machine.list('/sys/class/thermal')).filter((name) => name.startsWith('thermal_zone'));
  const texts = await Promise.all(zones.map((zone) => machine.read(`/sys/class/thermal/${zone}/temp`)));
  // some zones say nonsense while nothing drives them
  const degrees = texts.map((text) => Number(text) / 1000).filter((each) => each > 0 && each < 150);
  if (degrees.length === 0) return [];
  const most = Math.max(...degrees);
  return [
    say('temperature', most >= TOO_HOT_C ? 'too-hot' : most >= HOT_C ? 'hot' : 'fine', { degrees: Math.round(most) }),
  ];
}

async function supply(machine: Machine): Promise<Finding[]> {
  const told = await machine.run('vcgencmd', ['get_throttled']);
  const text =
    /throttled=0x([0-9a-f]+)/i.exec(told.out)?.[1] ??
    (await machine.read('/sys/devices/platform/soc/soc:firmware/get_throttled'))?.trim();
  if (text === undefined || !/^[0-9a-f]+$/i.test(text)) return [];
  const bits = Number.parseInt(text, 16);
  return [say('supply', bits & LOW_NOW ? 'low' : bits & LOW_EVER ? 'was-low' : 'fine')];
}
