/** How much the pages for villagers give to one network: reading is cheap and not free. */
import type { Millis } from '@loa-lang/schemas/units';
import { networkOf } from '../../domain/enrolment/asking.ts';
import type { Clock } from '../../ports/clock.ts';
import { Quota } from '../quota.ts';
import { Refusal } from '../refusal.ts';

const HOUR: Millis = 3_600_000;
/** Carriers put some hundred telephones behind one address, each of which opens some pages and sounds after a session. */
const LOOKS_FROM_ONE_NETWORK = 3000;
/** Of some hundred telephones, those that answer within an hour. */
const FACES_FROM_ONE_NETWORK = 120;
/** About one hamlet: as many households as the largest ones have. */
const FACES_OF_ONE_HAMLET = 1000;

export class PageDoor {
  readonly #looks: Quota;
  readonly #faces: Quota;
  readonly #hamlets: Quota;

  constructor(clock: Clock) {
    this.#looks = new Quota(clock, LOOKS_FROM_ONE_NETWORK, HOUR);
    this.#faces = new Quota(clock, FACES_FROM_ONE_NETWORK, HOUR);
    this.#hamlets = new Quota(clock, FACES_OF_ONE_HAMLET, HOUR);
  }

  /** @throws Refusal */
  letLook(address: string): void {
    if (!this.#looks.allows(networkOf(address))) throw new Refusal('public-pages-crowded');
  }

  /** @throws Refusal */
  letAnswer(address: string, hamletId: string): void {
    const isLet = this.#faces.allows(networkOf(address)) && this.#hamlets.allows(hamletId);
    if (!isLet) throw new Refusal('public-pages-crowded');
  }
}
