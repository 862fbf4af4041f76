/**
 * Notices that the database is older than the world (a restored backup) and leads the deployment into a higher epoch,
 * so that devices, which never go back, follow again.
 */
import type { Millis } from '@loa-lang/schemas/units';
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';
import { type ClaimSource, type ClaimVerdict, judgeClaim } from '../../domain/publishing/claimed-revision.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { DocumentLedger } from '../../ports/document-ledger.ts';
import type { DocumentPublisher } from './publish-documents.ts';
import { targetOf } from './publish-documents-target.ts';

export interface EpochDeps {
  ledger: DocumentLedger;
  incidents: IncidentLog;
  clock: Clock;
  publisher: DocumentPublisher;
  reissueAll: () => Promise<void>;
  /** signed here while the database was away, and not recorded yet */
  unrecorded?: (subject: string) => Revision | undefined;
}

const DEVICE_CLAIM_PAUSE_MS: Millis = 60_000;

export class EpochKeeper {
  private readonly deps: EpochDeps;
  private queue: Promise<unknown> = Promise.resolve();
  private lastDeviceOpeningMs: number | undefined;

  constructor(deps: EpochDeps) {
    this.deps = deps;
  }

  /** Judges a claim against the database, not a cache, and acts on it. @throws when the database does not answer. */
  observe(subject: string, claimed: Revision, source: ClaimSource, detail: string): Promise<ClaimVerdict> {
    const verdict = this.queue.then(() => this.judge(subject, claimed, source, detail));
    this.queue = verdict.catch(() => {});
    return verdict;
  }

  private async judge(subject: string, claimed: Revision, source: ClaimSource, detail: string): Promise<ClaimVerdict> {
    const { ledger, incidents, clock, publisher } = this.deps;
    const [latest, epoch] = await Promise.all([ledger.latest([subject]), ledger.epoch()]);
    const verdict = judgeClaim(claimed, latest.get(subject), epoch, source);
    const target = targetOf(subject);
    if (verdict === 'known' || target === undefined) return verdict;
    if (target.kind === 'keys') {
      // only the root gives these their numbers; whoever has it must sign above what the world holds
      await incidents.raise('keys-behind', subject, `${claimed.epoch}.${claimed.revision}: ${detail}`, clock.now());
      return verdict;
    }
    const own = this.deps.unrecorded?.(subject);
    const isOwn = own !== undefined && compareRevisions(claimed, own) <= 0;
    if (verdict === 'reissue' || isOwn) {
      await publisher.publish(target, { force: true });
      return isOwn ? 'known' : verdict;
    }
    const claim = `${subject} at ${claimed.epoch}.${claimed.revision}: ${detail}`;
    await incidents.raise('epoch-behind', subject, claim, clock.now());
    // a number proves nothing: the device is about to hand over the plan itself
    if (verdict === 'unrecorded' && source === 'device' && target.kind === 'plan') return verdict;
    if (verdict === 'absurd' || (source === 'device' && !this.mayOpenForDevice())) return verdict;
    await ledger.openEpoch(claimed.epoch + 1);
    await this.deps.reissueAll();
    return verdict;
  }

  private mayOpenForDevice(): boolean {
    const now = this.deps.clock.monotonicNow();
    if (this.lastDeviceOpeningMs !== undefined && now - this.lastDeviceOpeningMs < DEVICE_CLAIM_PAUSE_MS) return false;
    this.lastDeviceOpeningMs = now;
    return true;
  }
}
