/** Looks at the devices every few seconds and keeps their incidents: one of several controllers does. */
import type { AreaId, DeviceId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { IncidentPicture, PICTURED } from '../../domain/incidents/incident-picture.ts';
import { RETURN_WITHIN_MS } from '../../domain/incidents/offline-rule.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeviceStates } from '../../ports/device-states.ts';
import type { Leases } from '../../ports/leases.ts';
import { RegularLook } from '../regular-look.ts';
import type { BrokerHearing } from './broker-hearing.ts';
import { type SettleDeps, settleWrongs } from './settle-wrongs.ts';

export interface DeviceIncidentDeps extends SettleDeps {
  states: DeviceStates;
  hearing: Pick<BrokerHearing, 'since' | 'isDown'>;
  leases: Pick<Leases, 'take' | 'release'>;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

export const LOOK_EVERY_MS: Millis = 5_000;
/** Samples bear the instant at which they were made, up to a minute ago, and are written some seconds after they came. */
const OVERLAP_MS: Millis = 2 * 60_000;
/** Who was bound to another pole says nothing. */
const ALL_EVERY_MS: Millis = 5 * 60_000;
const UPKEEP_EVERY_MS: Millis = 30_000;
const LEASE = 'incidents of devices';

export class DeviceIncidents {
  readonly #deps: DeviceIncidentDeps;
  readonly #looks: RegularLook;
  #picture: IncidentPicture | undefined;
  #unpowered: ReadonlySet<AreaId> = new Set();
  #lookedAt: EpochMillis = -Infinity;
  #allAt: MonotonicMillis = -Infinity;
  #keptAt: MonotonicMillis = -Infinity;

  constructor(deps: DeviceIncidentDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => deps.onProblem('incidents of devices are not kept', cause),
    );
  }

  start(): void {
    this.#looks.start();
  }

  async stop(): Promise<void> {
    await this.#looks.stop();
    await this.#deps.leases.release(LEASE);
  }

  /** One look. Never throws, and never twice at a time. */
  look(): Promise<void> {
    return this.#looks.look();
  }

  async #look(): Promise<void> {
    const { hearing, leases, clock } = this.#deps;
    const { since, isDown } = hearing;
    // somebody else may hear them
    if (isDown) {
      this.#picture = undefined;
      await leases.release(LEASE);
    }
    if (since === undefined) return;
    if (!(await leases.take(LEASE))) {
      this.#picture = undefined;
      return;
    }
    const now = clock.now();
    const picture = await this.#seen(now);
    await this.#upkeep(now);
    const notBefore = now - (clock.monotonicNow() - since) + RETURN_WITHIN_MS;
    await settleWrongs(this.#deps, picture.look(now, notBefore, this.#unpowered), now);
  }

  async #seen(now: EpochMillis): Promise<IncidentPicture> {
    const { states, book, clock } = this.#deps;
    const since = clock.monotonicNow();
    const known = (id: DeviceId) => this.#picture?.healthAt(id);
    if (this.#picture === undefined) {
      const booked = await book.openOf(PICTURED);
      const before = booked.map(({ explainedBy, ...each }) => ({ ...each, explainedBy: explainedBy?.subject }));
      this.#picture = new IncidentPicture(before, await states.all(known));
      this.#allAt = since;
    } else if (since - this.#allAt >= ALL_EVERY_MS) {
      this.#picture.takeAll(await states.all(known));
      this.#allAt = since;
    } else {
      this.#picture.take(await states.changedSince(this.#lookedAt - OVERLAP_MS, known));
      // who was removed a moment ago must not be missed again: its incidents were closed with it
      this.#picture.keepRestless(await states.hanging(this.#picture.restless));
    }
    this.#lookedAt = now;
    return this.#picture;
  }

  async #upkeep(now: EpochMillis): Promise<void> {
    const { book, feed, clock } = this.#deps;
    if (clock.monotonicNow() - this.#keptAt < UPKEEP_EVERY_MS) return;
    this.#keptAt = clock.monotonicNow();
    this.#unpowered = new Set(await book.unpowered(now));
    for (const turn of await book.upkeep(now)) feed.emit({ type: 'incident', ...turn, state: 'changed' });
  }
}
