/** One device as the rules see it: what it said last, and how long each thing has been so. */
import type { AreaId, ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Health } from '@loa-lang/schemas/wire/health';
import { HEALTH_RULES, type HealthContext } from './health-rules.ts';
import { advance, CLOSED, isAtRest, opened, type RuleState } from './hysteresis.ts';
import { type LineUsual, learnt, usualAmperes } from './line-usual.ts';
import { offlineTimes, type Presence, seenOf } from './offline-rule.ts';

export interface DeviceRow extends Presence {
  deviceId: DeviceId;
  clusterId: ClusterId;
  hamletId: AreaId;
  hamletName: string;
  communeId: AreaId;
  health: Health | undefined;
  healthAt: EpochMillis | undefined;
}

/** What was heard of one that is known. `health` is left out where it is that of before. */
export type DeviceChange = Presence & Pick<DeviceRow, 'deviceId' | 'health' | 'healthAt'>;

/** An open incident of a device, as it was found. */
export interface KnownIncident {
  kind: IncidentKind;
  raisedAt: EpochMillis;
  reopened: number;
}

const HOUR_MS: Millis = 3600_000;
/** Between a sample's instant and its arrival. */
const SAME_START_MS: Millis = 10_000;
const OFFLINE = 'device-offline';
const MAINS = 'mains-lost';

export class WatchedDevice {
  row: DeviceRow;
  readonly #rules = new Map<IncidentKind, RuleState>();
  readonly #details = new Map<IncidentKind, string>();
  #startedAt: EpochMillis | undefined;
  /** restarts of the last hour */
  #restarts: EpochMillis[] = [];
  #usual: LineUsual | undefined;

  constructor(row: DeviceRow, known: readonly KnownIncident[]) {
    this.row = row;
    for (const { kind, raisedAt, reopened } of known) this.#rules.set(kind, opened(raisedAt, reopened));
    this.#sampled();
  }

  take(change: DeviceRow | DeviceChange): void {
    const { health = this.row.health, healthAt } = change;
    const isNew = healthAt !== undefined && healthAt > (this.row.healthAt ?? -Infinity);
    this.row = { ...this.row, ...change, health };
    if (isNew) this.#sampled();
  }

  /** @param notBefore nobody is called lost before */
  look(now: EpochMillis, notBefore: EpochMillis): void {
    const offline = advance(this.#state(OFFLINE), seenOf(this.row, now), now, offlineTimes(this.row), notBefore);
    this.#rules.set(OFFLINE, offline);
    const { health, healthAt } = this.row;
    if (health === undefined || healthAt === undefined || !this.#isOfNow(healthAt)) return;
    this.#restarts = this.#restarts.filter((at) => now - at < HOUR_MS);
    const context: HealthContext = {
      usualAmperes: usualAmperes(this.#usual),
      startsInHour: this.#restarts.length,
    };
    for (const { kind, times, judge, tell } of HEALTH_RULES) {
      const verdict = judge(health, context);
      if (verdict === undefined) continue;
      const before = this.#state(kind);
      const state = advance(before, { verdict, at: Math.min(healthAt, now) }, now, times);
      this.#rules.set(kind, state);
      if (state.open && !before.open) this.#details.set(kind, tell(health, context));
    }
  }

  /** Nothing can come of it without a new row. */
  get isAtRest(): boolean {
    return this.row.online && this.#restarts.length === 0 && [...this.#rules.values()].every(isAtRest);
  }

  /** Open incidents: kind → detail, in figures. */
  *open(): Iterable<{ kind: IncidentKind; detail: string }> {
    for (const [kind, { open, since }] of this.#rules) {
      if (!open) continue;
      const detail = kind === OFFLINE ? new Date(since ?? 0).toISOString() : (this.#details.get(kind) ?? '');
      yield { kind, detail };
    }
  }

  isOpen(kind: IncidentKind): boolean {
    return this.#state(kind).open;
  }

  /** Since when it is without connection, or without mains; of both the earlier. `undefined`: neither. */
  get darkSince(): EpochMillis | undefined {
    const { online, offlineSince, saidGoodbye } = this.row;
    const offline = this.#state(OFFLINE);
    const mains = this.#state(MAINS);
    const isLost = offline.open || (!online && offlineSince !== undefined && !saidGoodbye);
    const without = mains.open ? mains.since : mains.turnedAt;
    if (!isLost) return without;
    return Math.min(offlineSince ?? offline.since ?? Infinity, without ?? Infinity);
  }

  /** What it said before its last connection is not how it is now. */
  #isOfNow(healthAt: EpochMillis): boolean {
    const { online, onlineSince } = this.row;
    return online && (onlineSince === undefined || healthAt >= onlineSince);
  }

  #sampled(): void {
    const { health, healthAt } = this.row;
    if (health === undefined || healthAt === undefined) return;
    const startedAt = healthAt - health.uptimeMs;
    if (this.#startedAt !== undefined && startedAt > this.#startedAt + SAME_START_MS) this.#restarts.push(startedAt);
    this.#startedAt = startedAt;
    this.#usual = learnt(this.#usual, health, this.isOpen('amplifier-ill'));
  }

  #state(kind: IncidentKind): RuleState {
    return this.#rules.get(kind) ?? CLOSED;
  }
}
