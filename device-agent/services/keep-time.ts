/**
 * Keeps controller time by signed exchanges, and with the same answers learns whether a document is missing. A burst
 * at every connection, then seldom while idle and often while it matters.
 */
import type { KeyRing } from '@loa-lang/schemas/sealing/key-ring';
import { openDocument } from '@loa-lang/schemas/sealing/seal';
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import { SYNC_ANSWER_MAX_AGE_MS, type SyncAnswer, type SyncRequest } from '@loa-lang/schemas/wire/sync';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { documentsBehind } from '../domain/behind.ts';
import { Timekeeper, type TimeTrust } from '../domain/clock-offset-timekeeper.ts';
import { lastKnownTime } from '../domain/last-known-time.ts';
import { RecentValues } from '../domain/recent-values.ts';
import type { Clock } from '../ports/clock.ts';
import type { ControllerLink, IncomingMessage } from '../ports/controller-link.ts';
import type { DeviceStore } from '../ports/device-store.ts';
import { Alarm } from './alarm.ts';
import type { FaultLedger } from './fault-ledger.ts';
import type { Speaker } from './identity.ts';
import type { LogLines } from './log-lines.ts';

export interface KeepTimeDeps {
  clock: Clock;
  random(): number;
  newNonce(): string;
  speaker: Speaker;
  link: Pick<ControllerLink, 'reconnect'>;
  store: DeviceStore;
  faults: FaultLedger;
  log: LogLines;
  ring(): KeyRing | undefined;
  settings(): Settings | undefined;
  held(): SyncRequest['held'];
  /** something sounds or soon will */
  busy(): boolean;
  /** the device is not well, and its controller is to know how it goes on */
  ill(): boolean;
  /** time has become trusted, was moved, or the verdict on being behind has changed */
  changed(): void;
  /** a question has gone out */
  asked?(): void;
  /** what the controller says is the latest, by an answer that was believed */
  answered?(latest: SyncAnswer['latest']): void;
}

/** Enough for per-direction minima to find a quiet moment of a jittering link. */
const BURST_EXCHANGES = 8;
/** A clock that has settled is only told whether it still is right: each exchange is two kilobytes of a SIM card. */
const SETTLED_BURST_EXCHANGES = 4;
/** Between the exchanges of a burst: apart enough not to share one congestion, short enough to be done in a second. */
const BURST_GAP_MS = 60;
/**
 * After a boot, until so many exchanges, the device asks every few seconds: a burst may fall into a busy moment of
 * either side, and says nothing of how fast the crystal runs; 100 ppm are 90 ms in a quarter of an hour. It is some
 * 80 kB a boot.
 */
const SETTLED_EXCHANGES = 64;
const SETTLING_MS = 3000;
/** Used until settings are known; as the wire contract says. */
const DEFAULT_INTERVALS = { syncBusyMs: 10_000, syncIdleMs: 15 * 60_000 };
/** After boot a device waits so long for its first sync before it joins something under way. */
export const JOIN_WAIT_MS: Millis = 20_000;
/** Still behind so long after a sync: ask again and say so. */
const BEHIND_PATIENCE_MS = 10_000;
/** Unanswered in a row before the socket is given up: a link may look alive and be dead. */
const DEAD_AFTER_UNANSWERED = 5;
/** Connected and unanswered so long: what is newest is kept from this device. A controller is restarted in less. */
const UNANSWERED_TOO_LONG_MS = 35 * 60_000;
/** A controller that is away must not make its devices dial for ever. */
const REDIAL_PAUSE_MS = 15 * 60_000;
/** An illness that lasts longer is known by then; each exchange is two kilobytes of a SIM card. */
const NEWLY_ILL_MS = 10 * 60_000;
/** Between questions of a device that is ill for long, or that nobody answers. */
const PATIENT_MS = 5 * 60_000;
/** Persisted this often as a lower bound for the next boot: a battery clock is judged by it. */
const PERSIST_TIME_MS = 3_600_000;
/** Enough to tell the slowest twentieth; a quarter of an hour of a busy device. */
const RECENT_EXCHANGES = 64;
/** Requests whose answer may still come. */
const MAX_PENDING = 16;

export class KeepTime {
  readonly #deps: KeepTimeDeps;
  readonly #keeper = new Timekeeper();
  readonly #pending = new Map<string, MonotonicMillis>();
  readonly #roundTrips = new RecentValues(RECENT_EXCHANGES);
  readonly #next: Alarm;
  readonly #answerDeadline: Alarm;
  readonly #behindCheck: Alarm;
  readonly #persist: Alarm;
  readonly #joinWait: Alarm;
  #bootAt: MonotonicMillis = 0;
  #burstLeft = 0;
  #unanswered = 0;
  #redialledAt = -Infinity;
  #behind: string[] = [];
  #hasAnswer = false;
  #answeredAt: MonotonicMillis = 0;
  #outdated = false;
  #illSince: MonotonicMillis | undefined;
  #trustedSince: EpochMillis | undefined;

  constructor(deps: KeepTimeDeps) {
    this.#deps = deps;
    this.#next = new Alarm(deps.clock, () => void this.#ask());
    this.#answerDeadline = new Alarm(deps.clock, () => this.#noAnswer());
    this.#behindCheck = new Alarm(deps.clock, () => this.#checkBehind());
    this.#persist = new Alarm(deps.clock, () => this.#persistTime());
    this.#joinWait = new Alarm(deps.clock, () => deps.changed());
  }

  start(): void {
    const { clock, store } = this.#deps;
    this.#bootAt = clock.monotonicNow();
    this.#answeredAt = this.#bootAt;
    this.#joinWait.after(JOIN_WAIT_MS);
    if (clock.hasBatteryClock) {
      const adopted = this.#keeper.adoptBatteryClock(clock.wallNow(), this.#bootAt, lastKnownTime(store));
      if (adopted) this.#gainedTrust();
    }
  }

  stop(): void {
    for (const alarm of [this.#next, this.#answerDeadline, this.#behindCheck, this.#persist, this.#joinWait]) {
      alarm.end();
    }
  }

  /** Controller time, whole ms; `undefined` without trust. */
  now(): EpochMillis | undefined {
    return this.#keeper.now(this.#deps.clock.monotonicNow());
  }

  get trust(): TimeTrust {
    return this.#keeper.trust;
  }

  timeMap() {
    return this.#keeper.timeMap();
  }

  uncertaintyMs(): Millis | undefined {
    return this.#keeper.uncertaintyMs(this.#deps.clock.monotonicNow());
  }

  /** What the network takes there and back, of recent exchanges. */
  roundTripMs(): { median: Millis; p95: Millis } | undefined {
    const [median, p95] = [this.#roundTrips.quantile(0.5), this.#roundTrips.quantile(0.95)];
    return median === undefined || p95 === undefined ? undefined : { median, p95 };
  }

  /** Signed exchanges in use. */
  get exchanges(): number {
    return this.#keeper.exchanges;
  }

  /** When time first became trusted in this life. */
  get trustedSince(): EpochMillis | undefined {
    return this.#trustedSince;
  }

  /** Controller time at which this life began. */
  bootedAt(): EpochMillis | undefined {
    return this.#keeper.now(this.#bootAt);
  }

  /**
   * What is under way may be joined: the documents are known to be the latest and the time is as good as a burst makes
   * it (a first exchange alone may be wrong by half its round trip, and correcting it would be heard), or the wait for
   * that is over.
   */
  joinReady(): boolean {
    const waited = this.#deps.clock.monotonicNow() - this.#bootAt >= JOIN_WAIT_MS;
    return waited || (this.#keeper.trust === 'synced' && this.#burstLeft === 0 && this.#behind.length === 0);
  }

  /** Documents of which a newer revision exists, by the last answer. */
  get behind(): readonly string[] {
    return this.#behind;
  }

  /** A newer key document exists: those held open nothing any more but the answers that say so. */
  get keysAreOutdated(): boolean {
    return this.#behind.includes('keys');
  }

  /**
   * This device was switched on, learnt that newer documents exist, and still lacks one. Over one connection both come
   * within moments of each other, so somebody may be keeping it back: a stop, a lock, or keys that are no longer theirs.
   */
  get outdated(): boolean {
    return this.#outdated;
  }

  connected(isConnected: boolean): void {
    this.#pending.clear();
    this.#unanswered = 0;
    this.#answerDeadline.cancel();
    this.#next.cancel();
    if (!isConnected) return;
    const isSettled = this.#keeper.exchanges >= SETTLED_EXCHANGES;
    this.#burstLeft = isSettled ? SETTLED_BURST_EXCHANGES : BURST_EXCHANGES;
    this.#next.after(0);
  }

  /** Documents have changed: new keys may open answers, and what was missing may have come. */
  documentsChanged(): void {
    if (this.#behind.length > 0) this.#judgeBehind(this.#latest);
    if (this.#deps.speaker.connected && this.#burstLeft > 0) this.#next.notAfter(this.#soon());
  }

  /** Something has begun or ended that makes time more or less important. */
  reconsider(): void {
    if (this.#deps.speaker.connected && this.#burstLeft === 0 && this.#next.at !== undefined) {
      this.#next.notAfter(this.#deps.clock.monotonicNow() + this.#interval());
    }
  }

  /** Asks within so long, whatever the usual interval. */
  askWithin(ms: Millis): void {
    if (this.#deps.speaker.connected && this.#burstLeft === 0) {
      this.#next.notAfter(this.#deps.clock.monotonicNow() + ms);
    }
  }

  #latest: SyncAnswer['latest'] | undefined;

  async #ask(): Promise<void> {
    const { clock, speaker, store, newNonce, held, ring } = this.#deps;
    if (!speaker.connected) return;
    if (ring() === undefined) {
      // no key can open the answer yet; the key document is on its way
      this.#next.after(1000);
      return;
    }
    const nonce = newNonce();
    const at = this.now();
    const request: SyncRequest = {
      nonce,
      installationId: speaker.identity.installationId,
      sentAtMs: Math.round(clock.monotonicNow()),
      storeId: store.storeId,
      held: held(),
      ...(at === undefined ? {} : { at }),
    };
    if (this.#pending.size >= MAX_PENDING) this.#pending.clear();
    this.#answerDeadline.after(SYNC_ANSWER_MAX_AGE_MS);
    const sent = await speaker.say('sync-request', request, () => this.#pending.set(nonce, clock.monotonicNow()));
    if (sent === 'sent') this.#deps.asked?.();
    else this.#pending.delete(nonce);
  }

  #noAnswer(): void {
    const { clock, faults, link, log } = this.#deps;
    this.#unanswered++;
    faults.count('sync-unanswered');
    const now = clock.monotonicNow();
    const isLong = this.#unanswered >= DEAD_AFTER_UNANSWERED && now - this.#answeredAt >= UNANSWERED_TOO_LONG_MS;
    if (isLong) faults.raise('stale-plan', 'no answer');
    if (this.#unanswered >= DEAD_AFTER_UNANSWERED && now - this.#redialledAt >= REDIAL_PAUSE_MS) {
      log.warn('no sync answer on a connection that looks alive: dialling again');
      this.#redialledAt = now;
      link.reconnect();
      return;
    }
    const most = this.#deps.busy() ? this.#intervals().syncBusyMs : PATIENT_MS;
    this.#next.set(now + Math.min(most, 1000 * 2 ** this.#unanswered));
  }

  /** An answer has arrived. Forged, old and foreign ones change nothing. */
  async receive(message: IncomingMessage): Promise<void> {
    const { clock, speaker, ring: currentRing, faults, log } = this.#deps;
    const ring = currentRing();
    if (ring === undefined) return;
    const { deviceId, deploymentId } = speaker.identity;
    const opened = await openDocument('sync', message.payload, {
      deploymentId,
      subject: subjects.device(deviceId, 'sync'),
      publicKey: (kid) => ring.find(kid, 'sync', undefined, 'whenever'),
    });
    if (!opened.ok) {
      faults.count(`sync:${opened.fault}`);
      faults.raise('bad-document', `sync: ${opened.fault}`, PERSIST_TIME_MS);
      return;
    }
    const { nonce, receivedAt, answeredAt, latest } = opened.payload;
    const sentAt = this.#pending.get(nonce);
    this.#pending.delete(nonce);
    if (sentAt === undefined || message.receivedAtMs - sentAt > SYNC_ANSWER_MAX_AGE_MS) {
      faults.count('sync:stale');
      return;
    }
    const before = this.#keeper.trust;
    const verdict = this.#keeper.addExchange({ sentAt, receivedAt, answeredAt, arrivedAt: message.receivedAtMs });
    if (verdict.verdict === 'refused') {
      faults.count('sync:refused');
      return;
    }
    this.#unanswered = 0;
    this.#roundTrips.add(Math.max(0, message.receivedAtMs - sentAt - (answeredAt - receivedAt)));
    this.#answerDeadline.cancel();
    if (verdict.verdict === 'stepped' || (verdict.verdict === 'restarted' && Math.abs(verdict.byMs) > 2000)) {
      faults.raise('clock-stepped', `${verdict.verdict} by ${Math.round(verdict.byMs)} ms`, PERSIST_TIME_MS);
      log.warn(`controller time ${verdict.verdict} by ${Math.round(verdict.byMs)} ms`);
    }
    if (this.#keeper.trust !== before) this.#gainedTrust();
    this.#latest = latest;
    this.#deps.answered?.(latest);
    const wasReady = this.joinReady();
    this.#judgeBehind(latest);
    if (!this.#hasAnswer) this.#outdated = this.#behind.length > 0;
    this.#hasAnswer = true;
    this.#answeredAt = clock.monotonicNow();
    if (this.#behind.length > 0 && this.#behindCheck.at === undefined) this.#behindCheck.after(BEHIND_PATIENCE_MS);
    this.#scheduleNext();
    if (this.#keeper.trust !== before || verdict.verdict === 'restarted' || wasReady !== this.joinReady()) {
      this.#deps.changed();
    }
  }

  #scheduleNext(): void {
    if (this.#burstLeft > 0) this.#burstLeft--;
    const at = this.#burstLeft > 0 ? this.#soon() : this.#deps.clock.monotonicNow() + this.#interval();
    this.#next.set(at);
  }

  #soon(): MonotonicMillis {
    return this.#deps.clock.monotonicNow() + BURST_GAP_MS * (0.5 + this.#deps.random());
  }

  #intervals() {
    return this.#deps.settings()?.intervals ?? DEFAULT_INTERVALS;
  }

  #interval(): Millis {
    const { syncBusyMs, syncIdleMs } = this.#intervals();
    const usual = this.#deps.busy() || this.#isNewlyIll() ? syncBusyMs : this.#isIll() ? PATIENT_MS : syncIdleMs;
    const base = this.#keeper.exchanges < SETTLED_EXCHANGES ? Math.min(usual, SETTLING_MS) : usual;
    // spread, so that devices which connected together do not ask together for ever; never sooner: a SIM is billed for it
    return Math.max(50, base * (1 + 0.1 * this.#deps.random()));
  }

  #isIll(): boolean {
    const isIll = this.#deps.ill() || this.#behind.length > 0;
    this.#illSince = isIll ? (this.#illSince ?? this.#deps.clock.monotonicNow()) : undefined;
    return isIll;
  }

  #isNewlyIll(): boolean {
    const { clock } = this.#deps;
    return this.#isIll() && clock.monotonicNow() - (this.#illSince ?? 0) < NEWLY_ILL_MS;
  }

  #judgeBehind(latest: SyncAnswer['latest'] | undefined): void {
    if (latest === undefined) return;
    const { held, settings } = this.#deps;
    const followed = new Set([...(settings()?.areaIds ?? []), ...(settings()?.groupIds ?? [])]);
    const behind = documentsBehind(latest, held(), followed);
    this.#behind = behind;
    if (behind.length > 0) return;
    this.#outdated = false;
    this.#behindCheck.cancel();
    this.#deps.faults.clear('stale-plan');
  }

  #checkBehind(): void {
    this.#judgeBehind(this.#latest);
    if (this.#behind.length === 0) return;
    this.#deps.faults.raise('stale-plan', this.#behind.join(' '));
    this.#behindCheck.after(this.#isNewlyIll() ? BEHIND_PATIENCE_MS : PATIENT_MS);
    this.#next.notAfter(this.#deps.clock.monotonicNow());
  }

  #gainedTrust(): void {
    const { store, clock, log, faults } = this.#deps;
    const now = this.now();
    if (now === undefined) return;
    this.#trustedSince ??= now;
    log.info(`time is trusted (${this.#keeper.trust})`);
    if (store.bornAt() === undefined) {
      store
        .setBornAt(now)
        .catch((error) => faults.raise('disk-full', `birth of the store not saved: ${error}`, 60_000));
    }
    if (this.#persist.at === undefined) this.#persist.set(clock.monotonicNow());
  }

  #persistTime(): void {
    const { store, faults } = this.#deps;
    const at = this.now();
    this.#persist.after(PERSIST_TIME_MS);
    if (at === undefined) return;
    store.journal
      .append({ kind: 'time', at })
      .catch((error) => faults.raise('disk-full', `time not saved: ${error}`, 2 * PERSIST_TIME_MS));
  }
}
