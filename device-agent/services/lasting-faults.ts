/** Faults over several lives of the agent: what one left raised, the next one ends, or it would stand for ever. */
import type { Millis } from '@loa-lang/schemas/units';
import { FAULT_CODES, type Fault } from '@loa-lang/schemas/wire/report';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/device-store.ts';
import { type FaultCode, FaultLedger } from './fault-ledger.ts';

/** By then a device has met again whatever is wrong with it all the time. */
const MET_WITHIN_MS: Millis = 10 * 60_000;
/** These are only met, or seen to be over, while something sounds. */
const MET_IN_SOUND: ReadonlySet<FaultCode> = new Set(['output-silent', 'output-stuck', 'microphone-failed']);
const DAY_MS: Millis = 24 * 3_600_000;

/** @param left codes as the journal names them; `update-failed` is over with the next update and not before */
export function lastingFaults(
  clock: Clock,
  journal: Pick<Journal, 'append'>,
  left: readonly string[],
  report: (fault: Fault) => void,
): FaultLedger {
  const faults: FaultLedger = new FaultLedger(clock, (fault) => {
    report(fault);
    // a disk that refuses is told of by others
    void journal.append({ kind: 'faults', codes: faults.told() }).catch(() => undefined);
  });
  for (const code of FAULT_CODES) {
    if (!left.includes(code) || code === 'update-failed') continue;
    faults.takeOver(code, MET_IN_SOUND.has(code) ? DAY_MS : MET_WITHIN_MS);
  }
  return faults;
}
