/** The clock of a device: whether a battery keeps it, and whether the controller's time has come. */
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import { type Around, workingOf } from '../around.ts';
import { AGENT_WORDS } from '../words.ts';

/** Nothing of this program is older. */
const PROGRAM_BORN_AT = Date.UTC(2026, 10, 1);
/** Of a sentence that says how wrong the clock is. */
const WORTH_TELLING_MS = 60_000;
const say = findingsOf(AGENT_WORDS);

export async function checkClock(around: Around): Promise<Finding[]> {
  const { machine, board, now } = around;
  const clocks = (await machine.list('/sys/class/rtc')).filter((name) => name.startsWith('rtc'));
  const claims = board.config.hasBatteryClock === true;
  const working = workingOf(around);
  const found: Finding[] = [];
  if (claims && clocks.length === 0) found.push(say('clock', 'no-battery-clock'));
  if (!claims && clocks.length > 0) found.push(say('clock', 'unused-battery-clock', { clock: clocks.join(', ') }));
  if (working?.time.trust === 'none') found.push(say('clock', working.connected ? 'untrusted-connected' : 'untrusted'));
  const time = working?.time.now;
  const date = new Date(now).toISOString().slice(0, 16).replace('T', ' ');
  if (time !== undefined && Math.abs(time - now) > WORTH_TELLING_MS) {
    found.push(
      say('clock', claims ? 'wrong-battery-clock' : 'off', { seconds: Math.round((now - time) / 1000), date }),
    );
  } else if (time === undefined && now < PROGRAM_BORN_AT) found.push(say('clock', 'past', { date }));
  if (found.length > 0) return found;
  return [say('clock', 'fine', { date, uncertaintyMs: Math.round(working?.time.uncertaintyMs ?? 0) })];
}
