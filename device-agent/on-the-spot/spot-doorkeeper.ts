/**
 * Who stands before the device: recognises the code of a card by what the commune has signed, and lets nobody try for
 * long. Wrong codes are counted before they are judged and on the disk, so that pulling the plug wins nothing.
 */
import type { AreaId } from '@loa-lang/schemas/ids';
import { isSpotCode, readSpotCode } from '@loa-lang/schemas/sealing/spot-code';
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { SpotCredential, SpotTemplate } from '@loa-lang/schemas/wire/on-the-spot';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import { waitAfterWrong } from '../domain/local-limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalActs } from './local-acts.ts';
import { refused, type SpotRefusal } from './spot-refusal.ts';

export interface DoorkeeperDeps {
  clock: Clock;
  acts: LocalActs;
  /** 16 characters and more that nobody can guess */
  newToken(): string;
  /** the best that is known of controller time, see `SoundingTime.known` */
  now(): EpochMillis | undefined;
  followedPlans(): readonly Plan[];
  /** so many wrong codes in a row that somebody should know */
  suspicious(wrong: number): void;
}

/** A card that counts now, and what it may start. */
export interface SpotRight {
  areaId: AreaId;
  credential: SpotCredential;
  templates: readonly SpotTemplate[];
}

interface Session {
  areaId: AreaId;
  credentialId: string;
  endsAtMs: MonotonicMillis;
}

/** A telephone that was put aside asks for the code again. */
const SESSION_MS: Millis = 10 * 60_000;
const MAX_SESSIONS = 8;

export class SpotDoorkeeper {
  readonly #deps: DoorkeeperDeps;
  readonly #sessions = new Map<string, Session>();
  #waitUntilMs: MonotonicMillis;
  #isChecking = false;

  constructor(deps: DoorkeeperDeps) {
    this.#deps = deps;
    // whoever switches the device off and on waits again
    this.#waitUntilMs = deps.clock.monotonicNow() + waitAfterWrong(deps.acts.wrongAttempts);
  }

  async enter(typed: string): Promise<{ ok: true; session: string } | SpotRefusal> {
    const { clock, acts, now } = this.#deps;
    const code = readSpotCode(typed);
    if (code === undefined) return refused('code-malformed');
    const waitMs = this.#waitUntilMs - clock.monotonicNow();
    if (waitMs > 0) return refused('code-wait', waitMs);
    // one at a time: each costs a good deal of this small machine
    if (this.#isChecking) return refused('code-wait', 1000);
    this.#isChecking = true;
    try {
      const wrong = acts.wrongAttempts + 1;
      await acts.countAttempts(wrong, now() ?? 0);
      const found = await this.#find(code);
      if (found === undefined) {
        const waitMs = waitAfterWrong(wrong);
        this.#waitUntilMs = clock.monotonicNow() + waitMs;
        if (waitMs > 0) this.#deps.suspicious(wrong);
        return refused('code-wrong', waitMs || undefined);
      }
      await acts.countAttempts(0, now() ?? 0);
      const problem = this.#dateProblem(found.credential);
      return problem === undefined ? { ok: true, session: this.#open(found) } : refused(problem);
    } finally {
      this.#isChecking = false;
    }
  }

  /**
   * The card behind a session, as the plans say now; `undefined` when it is over or was taken back.
   * @param isUsed by a person: a page that lies open looks all the time
   */
  rightOf(session: string, isUsed = true): SpotRight | undefined {
    const { clock } = this.#deps;
    const known = this.#sessions.get(session);
    if (known === undefined || known.endsAtMs <= clock.monotonicNow()) return undefined;
    const right = this.#rights().find(
      ({ areaId, credential }) => areaId === known.areaId && credential.id === known.credentialId,
    );
    if (right === undefined || this.#dateProblem(right.credential) !== undefined) return undefined;
    if (isUsed) known.endsAtMs = clock.monotonicNow() + SESSION_MS;
    return right;
  }

  /** The card itself, where it lies in the cabinet. */
  rightOfCard(cardId: string): SpotRight | undefined {
    const right = this.#rights().find(({ credential }) => credential.id === cardId);
    return right !== undefined && this.#dateProblem(right.credential) === undefined ? right : undefined;
  }

  leave(session: string): void {
    this.#sessions.delete(session);
  }

  #open({ areaId, credential }: SpotRight): string {
    const { clock, newToken } = this.#deps;
    const session = newToken();
    this.#sessions.set(session, { areaId, credentialId: credential.id, endsAtMs: clock.monotonicNow() + SESSION_MS });
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MAX_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest);
    return session;
  }

  #rights(): SpotRight[] {
    return this.#deps.followedPlans().flatMap(({ areaId, onTheSpot }) =>
      (onTheSpot?.credentials ?? []).map((credential) => ({
        areaId,
        credential,
        templates: onTheSpot?.templates ?? [],
      })),
    );
  }

  async #find(code: string): Promise<SpotRight | undefined> {
    for (const right of this.#rights()) if (await isSpotCode(code, right.credential.verifier)) return right;
    return undefined;
  }

  #dateProblem({ notBefore, notAfter }: SpotCredential): 'card-not-yet' | 'card-over' | undefined {
    const now = this.#deps.now();
    if (now === undefined || now < notBefore) return 'card-not-yet';
    return now >= notAfter ? 'card-over' : undefined;
  }
}
