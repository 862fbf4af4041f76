/** Codes of the second factor: from the app, or from paper. */
import { fromBase32 } from '../../domain/identity/base32.ts';
import { bareRecoveryCode } from '../../domain/identity/recovery-code.ts';
import type { SecondFactor } from '../../domain/identity/session.ts';
import { acceptedStep } from '../../domain/identity/totp.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Account, PeopleStore } from '../../ports/people-store.ts';
import type { SecondFactorStore } from '../../ports/second-factor-store.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import { Refusal } from '../refusal.ts';
import type { Attempts } from './attempts.ts';
import { hashOf } from './secret-tokens.ts';

export interface CodeCheckDeps {
  peopleStore: PeopleStore;
  secondFactors: SecondFactorStore;
  attempts: Attempts;
  secretBox: SecretBox;
  clock: Clock;
}

/** What a sealed secret belongs to. */
export const totpOf = (personId: string): string => `totp/${personId}`;

export class CodeCheck {
  readonly #deps: CodeCheckDeps;

  constructor(deps: CodeCheckDeps) {
    this.#deps = deps;
  }

  /** Each code works once. @throws Refusal `code-wrong`, also when there were too many */
  async check(account: Account, code: string): Promise<Extract<SecondFactor, 'totp' | 'recovery-code'>> {
    const { attempts } = this.#deps;
    if (!(await attempts.allow('code', account.id))) throw new Refusal('code-wrong');
    const way = (await this.#isTotp(account, code))
      ? 'totp'
      : (await this.#isRecovery(account, code)) && 'recovery-code';
    if (way === false) throw new Refusal('code-wrong');
    await attempts.forgive('code', account.id);
    return way;
  }

  async #isTotp({ id, totp }: Account, code: string): Promise<boolean> {
    if (totp === undefined || !/^[\d\s]{6,12}$/.test(code)) return false;
    const { secretBox, clock, peopleStore } = this.#deps;
    const secret = fromBase32(secretBox.open(totp.secret, totpOf(id)));
    const step = acceptedStep(secret, code, clock.now(), totp.lastStep);
    return step !== undefined && (await peopleStore.takeTotpStep(id, step));
  }

  async #isRecovery({ id }: Account, code: string): Promise<boolean> {
    const bare = bareRecoveryCode(code);
    return (
      bare !== undefined &&
      (await this.#deps.secondFactors.useRecoveryCode(id, recoveryHash(id, bare), this.#deps.clock.now()))
    );
  }
}

export const recoveryHash = (personId: string, bare: string): string => hashOf(`${personId}/${bare}`);
