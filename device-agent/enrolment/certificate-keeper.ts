/**
 * What the device shows to brokers and whom it believes: its certificate, and the authorities that the newest key
 * document names. A certificate of an older authority is exchanged for one of the newest, by asking the office again.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionOptions } from 'node:tls';
import type { EnrolmentAnswer } from '@loa-lang/schemas/wire/enrolment';
import type { DeviceKey, Enrolled } from './identity-folder.ts';

export interface CertificateKeeperDeps {
  enrolled: Enrolled;
  /** PEM, of `deployment.json` */
  given: readonly string[];
  key: DeviceKey;
  keep(enrolled: Enrolled): Promise<void>;
  /** @param authorities PEM; whom to believe while asking */
  ask(authorities: readonly string[]): Promise<EnrolmentAnswer>;
  log(line: string): void;
  signal: AbortSignal;
}

/** An hour: the old certificate still serves, and the office may be away. */
const ASK_AGAIN_MS = 3_600_000;
/** Attempts to connect, a minute apart at most, after which the broker may have moved. */
const LOST_AFTER = 15;

/** Of the authorities in `deployment.json`, so that a newer file counts again. */
export const givenHash = (authorities: readonly string[]): string =>
  createHash('sha256').update(authorities.join('')).digest('base64url');

export class CertificateKeeper {
  readonly #deps: CertificateKeeperDeps;
  #enrolled: Enrolled;
  #exchanging: Promise<void> | undefined;
  #named = '';
  #failedDials = 0;
  #askedAtMs = -Infinity;

  constructor(deps: CertificateKeeperDeps) {
    this.#deps = deps;
    this.#enrolled = deps.enrolled;
  }

  /** For the next connection. */
  tls(): ConnectionOptions {
    return { ca: [...this.#authorities], cert: this.#enrolled.certificate, key: this.#deps.key.pem };
  }

  /** For the next connection. */
  brokerUrl(): string {
    return this.#enrolled.brokerUrl;
  }

  /** A broker that has moved, or that lets this device in no more, is asked about where devices ask. */
  dialFailed(): void {
    this.#failedDials++;
    const now = performance.now();
    if (this.#failedDials < LOST_AFTER || now - this.#askedAtMs < ASK_AGAIN_MS) return;
    this.#askedAtMs = now;
    void this.#ask().catch((error: unknown) => this.#deps.log(`warn the office cannot be asked either: ${error}`));
  }

  connectionLost(): void {
    this.#failedDials = 0;
  }

  /** @param authorities of a verified key document: DER in base64url, the one that signs first */
  authoritiesChanged(authorities: readonly string[] | undefined): void {
    const named = authorities?.join() ?? '';
    if (authorities === undefined || named === this.#named) return;
    this.#named = named;
    const { given, log, keep } = this.#deps;
    let pems: string[];
    try {
      pems = authorities.map((der) => `${new X509Certificate(Buffer.from(der, 'base64url')).toString().trimEnd()}\n`);
    } catch (error) {
      log(`warn the key document names an authority that cannot be read: ${error}`);
      return;
    }
    if (pems.join('') !== this.#authorities.join('')) {
      this.#enrolled = { ...this.#enrolled, authorities: pems, given: givenHash(given) };
      void keep(this.#enrolled).catch((error: unknown) => log(`warn authorities not kept: ${error}`));
      log(`info ${pems.length} authorities by the key document`);
    }
    this.#exchanging ??= this.#exchange().finally(() => {
      this.#exchanging = undefined;
    });
  }

  get #authorities(): readonly string[] {
    const { given } = this.#deps;
    const { authorities, given: known } = this.#enrolled;
    return authorities !== undefined && known === givenHash(given) ? authorities : given;
  }

  get #isOld(): boolean {
    const [newest = ''] = this.#authorities;
    return !new X509Certificate(this.#enrolled.certificate).verify(new X509Certificate(newest).publicKey);
  }

  async #exchange(): Promise<void> {
    const { log, signal } = this.#deps;
    while (this.#isOld && !signal.aborted) {
      try {
        await this.#ask();
        if (!this.#isOld) return log('info has a certificate of the newest authority');
      } catch (error) {
        log(`warn no certificate of the newest authority yet: ${error instanceof Error ? error.message : error}`);
      }
      await sleep(ASK_AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #ask(): Promise<void> {
    const { ask, keep, log } = this.#deps;
    const answer = await ask(this.#authorities);
    if (answer.state !== 'enrolled') return log(`warn the office says: ${answer.state}`);
    const { certificate, broker } = answer;
    if (certificate === this.#enrolled.certificate && broker.url === this.#enrolled.brokerUrl) return;
    this.#enrolled = { ...this.#enrolled, certificate, brokerUrl: broker.url };
    await keep(this.#enrolled);
  }
}
