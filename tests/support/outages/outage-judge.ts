/**
 * What should have been told, from the rules on paper and what really happened; nothing of the code that tells it.
 *
 * - A device that cannot be reached for three minutes and more has an open incident 100 s after it was lost. Where the
 *   controller heard nothing meanwhile: 100 s after whoever comes back has come back (90 s). What was lost while a broker
 *   was away that keeps what it retained is told by the silence of the device, 35 min.
 * - What somebody is called for is real: the device cannot be reached for a minute, or is without mains, too hot, open.
 * - One call for what went dark together, two of one hamlet or three of several; those that are left behind are called
 *   for once the others have been back.
 * - Nobody is called for what was said ahead, or where somebody works.
 * - Everything is over when everything is back.
 */
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { Call } from './memory-book.ts';
import type { Truth } from './outage-life.ts';
import type { OutageWorld, Span } from './outage-world.ts';
import type { SimDevice } from './sim-device.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

export interface Verdict {
  missed: string[];
  falseAlarms: string[];
  left: string[];
  outages: number;
  calls: number;
}

const LOST: IncidentKind[] = ['device-offline', 'device-silent'];
const overlaps = (span: Span, from: number, until: number): boolean => span.from < until && from < span.until;
const closed = ({ from, until }: { from: number; until: number | undefined }): Span => ({
  from,
  until: until ?? Infinity,
});

export function judge(world: OutageWorld, truth: Truth): Verdict {
  const { book, fleet, deaf } = world;
  const verdict: Verdict = { missed: [], falseAlarms: [], left: [], outages: 0, calls: book.calls.length };
  const say = (at: number) => new Date(at + 7 * 60 * MINUTE).toISOString().slice(5, 19);
  const end = world.time.now();

  for (const device of fleet) {
    for (const gap of joined(device.gaps.map(closed))) {
      if (gap.until - gap.from < 3 * MINUTE) continue;
      const by = dueBy(gap);
      if (by > Math.min(gap.until, end)) continue;
      verdict.outages += 1;
      if (!book.isOpenAt(LOST, device.id, by)) {
        verdict.missed.push(
          `${device.id} lost ${say(gap.from)}–${say(Math.min(gap.until, end))}, nothing by ${say(by)}`,
        );
      }
    }
  }
  for (const [kind, spans, withinMs] of [
    ['device-hot', truth.hot, 5 * MINUTE],
    ['door-open', truth.doors, 2 * MINUTE],
    ['device-silent', truth.stuck, 40 * MINUTE],
  ] as const) {
    for (const span of spans) {
      const device = fleet.find(({ id }) => id === span.deviceId);
      const by = span.from + withinMs;
      // what nobody could hear of is not judged
      const from = span.from - 40 * MINUTE;
      const isHidden =
        device?.gaps.map(closed).some((gap) => overlaps(gap, from, by)) ||
        deaf.some((each) => overlaps(each, from, by));
      if (isHidden || by > span.until || startedWithin(device, from, by)) continue;
      if (span.until - span.from < withinMs + 30 * SECOND) continue;
      verdict.outages += 1;
      if (!book.isOpenAt([kind], span.deviceId, by)) verdict.missed.push(`${kind} ${span.deviceId} ${say(span.from)}`);
    }
  }
  for (const { from, until } of world.brokerAway) {
    if (until - from < 30 * SECOND) continue;
    verdict.outages += 1;
    if (!book.isOpenAt(['broker-down'], 'broker', from + 20 * SECOND)) verdict.missed.push(`broker-down ${say(from)}`);
  }
  const answered = new Set<object>();
  for (const call of book.calls) {
    if (!isReal(call)) verdict.falseAlarms.push(`${call.kind} ${call.subject} ${say(call.at)}`);
  }
  const gone = new Set(fleet.filter(({ gaps }) => gaps.at(-1)?.until === undefined).map(({ id }) => id));
  verdict.left = book.open.flatMap(({ kind, subject }) => (gone.has(subject) ? [] : [`${kind} ${subject}`]));
  return verdict;

  function dueBy(gap: Span): number {
    let by = gap.from + 100 * SECOND;
    for (const each of deaf) {
      if (!overlaps(each, gap.from - SECOND, by)) continue;
      const isRemembered = !world.embedded && each.from - 50 * SECOND < gap.from && gap.from < each.until + SECOND;
      by = Math.max(by, each.until + (isRemembered ? 38 * MINUTE : 190 * SECOND));
    }
    return by;
  }

  function isReal({ kind, subject, at }: Call): boolean {
    const device = fleet.find(({ id }) => id === subject);
    switch (kind) {
      case 'device-offline':
        return device !== undefined && isLost(device, at) && !isExcused(device, at) && !isPartOfCut(device, at);
      case 'device-silent':
        return (
          truth.stuck.some(
            (each) => each.deviceId === subject && each.from + 20 * MINUTE < at && at < each.until + 20 * MINUTE,
          ) ||
          (device !== undefined && isLost(device, at))
        );
      case 'area-offline':
      case 'mains-lost':
        return device === undefined
          ? isCut(subject, at)
          : hasNoMains(device, at) && !isExcused(device, at) && !isPartOfCut(device, at);
      case 'broker-down':
        return deaf.some((each) => each.from + 10 * SECOND <= at && at <= each.until + 5 * SECOND);
      case 'device-hot':
        return truth.hot.some(
          (each) => each.deviceId === subject && each.from + 50 * SECOND <= at && at <= each.until + MINUTE,
        );
      case 'door-open':
        return truth.doors.some(
          (each) => each.deviceId === subject && each.from + 50 * SECOND <= at && at <= each.until + MINUTE,
        );
      case 'device-restarting':
        return (device?.starts.filter((each) => each > at - 61 * MINUTE && each <= at).length ?? 0) >= 3;
      default:
        return false;
    }
  }

  function isLost(device: SimDevice, at: number): boolean {
    return joined(device.gaps.map(closed)).some(
      ({ from, until }) => from + 50 * SECOND <= at && at <= until + 90 * SECOND && until - from >= MINUTE,
    );
  }
  function hasNoMains(device: SimDevice, at: number): boolean {
    return device.onBattery
      .map(closed)
      .some(({ from, until }) => from + 50 * SECOND <= at && at <= until + 90 * SECOND);
  }
  function isExcused(device: SimDevice, at: number): boolean {
    return (
      world.works.some((each) => each.deviceId === device.id && each.from <= at && at < each.until) ||
      world.planned.some(
        (each) =>
          each.hamletId === device.parts.hamletId && each.from - 10 * MINUTE <= at && at < each.until + 14 * MINUTE,
      )
    );
  }
  /** Of several devices, and the others are dark still, or have not been back for long. */
  function isPartOfCut(device: SimDevice, at: number): boolean {
    return truth.cuts.some(({ from, until, deviceIds }) => {
      if (!deviceIds.includes(device.id) || at < from || at > until + 8 * MINUTE) return false;
      const others = deviceIds.filter((id) => id !== device.id);
      // it was gone before, or had not come back from before
      const wasGone = device.gaps.map(closed).some((gap) => gap.from < from - 2 * MINUTE && gap.until > from);
      const there = others.filter((id) => !wasAlreadyGone(id, from));
      const mine = fleet.filter((each) => each.parts.hamletId === device.parts.hamletId && each !== device);
      const isLonely =
        mine.length > 0 && mine.every(({ id }) => wasAlreadyGone(id, from)) && deviceIds.length <= mine.length + 1;
      const isNeighbour = (id: string): boolean => mine.some((each) => each.id === id);
      return (there.length > 1 || there.some(isNeighbour)) && !wasGone && !isLonely;
    });
  }
  function wasAlreadyGone(id: string, from: number): boolean {
    const device = fleet.find((each) => each.id === id);
    return device?.gaps.map(closed).some((gap) => gap.from < from - 2 * MINUTE && gap.until > from) ?? true;
  }
  /** Two and more dark together in it, and nobody was called for that yet. */
  function isCut(areaId: string, at: number): boolean {
    const cuts = truth.cuts.filter(({ from, until, deviceIds, planned }) => {
      const isThere = deviceIds.some(
        (id) => areaId === 'xa' || fleet.some((each) => each.id === id && each.parts.hamletId === areaId),
      );
      return isThere && !planned && from + 50 * SECOND <= at && at <= until + 5 * MINUTE && deviceIds.length >= 2;
    });
    const fresh = cuts.filter((each) => !answered.has(each));
    for (const each of cuts) answered.add(each);
    return fresh.length > 0;
  }
}

/** What is interrupted for less than a minute is one. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && span.from - last.until < MINUTE) last.until = Math.max(last.until, span.until);
    else result.push({ ...span });
  }
  return result;
}

const startedWithin = (device: SimDevice | undefined, from: number, until: number): boolean =>
  device?.starts.some((at) => at > from && at < until) ?? true;
