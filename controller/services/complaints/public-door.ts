/** How much is taken from the open: everybody may complain, and nobody may drown the others. */
import type { Millis } from '@loa-lang/schemas/units';
import { tidyCode } from '../../domain/complaints/complaint.ts';
import { networkOf } from '../../domain/enrolment/asking.ts';
import type { Clock } from '../../ports/clock.ts';
import { Quota } from '../quota.ts';
import { Refusal } from '../refusal.ts';

const HOUR: Millis = 3_600_000;
/** Carriers put some hundred telephones behind one address; of them not many complain in one hour. */
const FROM_ONE_NETWORK = 12;
/** A lane that calls all at once. */
const ABOUT_ONE_CLUSTER = 30;
/** Of all, at one controller: some hundred communes after a storm. */
const OF_ALL = 1200;
/** Whoever waits for an answer looks now and then. */
const LOOKS_FROM_ONE_NETWORK = 120;

export class PublicDoor {
  readonly #networks: Quota;
  readonly #clusters: Quota;
  readonly #all: Quota;
  readonly #looks: Quota;

  constructor(clock: Clock) {
    this.#networks = new Quota(clock, FROM_ONE_NETWORK, HOUR);
    this.#clusters = new Quota(clock, ABOUT_ONE_CLUSTER, HOUR);
    this.#all = new Quota(clock, OF_ALL, HOUR);
    this.#looks = new Quota(clock, LOOKS_FROM_ONE_NETWORK, HOUR);
  }

  /** @param code of a cluster, right or wrong @throws Refusal */
  letIn(address: string, code: string): void {
    // in this order: who is turned away takes nothing from the others
    const isLet =
      this.#networks.allows(networkOf(address)) && this.#clusters.allows(tidyCode(code)) && this.#all.allows('all');
    if (!isLet) throw new Refusal('complaints-crowded');
  }

  /** @throws Refusal */
  letLook(address: string): void {
    if (!this.#looks.allows(networkOf(address))) throw new Refusal('complaints-crowded');
  }
}
