/**
 * Makes the audio of bulletins: text is spoken, a recording taken in, both levelled and encoded once. The database says
 * what is still to be made, so a restart goes on where it stopped.
 */
import { isErrorCode } from '@loa-lang/schemas/errors/codes';
import type { BulletinKind } from '@loa-lang/schemas/http/composition';
import type { Millis } from '@loa-lang/schemas/units';
import type { AssetStore, EncodingSettings, Transcoder } from '../../ports/audio.ts';
import type { BulletinStore, VersionRecord } from '../../ports/bulletin-store.ts';
import type { WorkFolders } from '../../ports/uploads.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import { type SourceDeps, sourceOf } from './bulletin-source.ts';
import { type Kept, keepEncoding, keptEncoding } from './kept-encodings.ts';
import { warningsToKeep } from './recording-source.ts';
import type { Source } from './sound-source.ts';

export interface MakingDeps extends SourceDeps {
  bulletins: BulletinStore;
  folders: WorkFolders;
  transcoder: Transcoder;
  assets: AssetStore;
  encoding: EncodingSettings;
  /** the key under which the encoding of an input is kept */
  encodingKey: (inputSha256: string, settings: EncodingSettings) => string;
  /** called when a kept bulletin may have become ready, so that its commune's plan names it */
  onReady: (bulletinId: string) => Promise<void>;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Two at once: a long recording must not hold up a short text. */
const AT_ONCE = 2;
/** And one more that cannot wait: two long recordings must not hold up "sơ tán ngay". */
const AHEAD_AT_ONCE = 1;
const AHEAD: ReadonlySet<BulletinKind> = new Set(['emergency', 'urgent']);
/** An asset the wire can name, bytes; see AssetRefSchema. */
const MAX_ASSET_BYTES = 64 * 1024 * 1024;
/** The database away, a disk full for a moment: tried again after this, this often. */
const RETRY_AFTER_MS: Millis = 5_000;
const ATTEMPTS = 5;

/** A version to be made. */
interface Order {
  version: VersionRecord;
  /** it does not wait behind long recordings */
  ahead: boolean;
}

type Made = { ok: true; assetId: string; warnings: readonly string[] } | { ok: false; fault: string };

const madeOf = ({ asset, warnings }: Kept): Made => ({
  ok: true,
  assetId: asset.assetId,
  warnings,
});

export class BulletinMaking {
  readonly #deps: MakingDeps;
  #waiting: Order[] = [];
  readonly #attempts = new Map<string, number>();
  /** what is to stop each of them */
  readonly #running = new Map<Order, { work: Promise<void>; dropped: AbortController }>();
  readonly #retries = new Map<NodeJS.Timeout, Order>();
  readonly #stopping = new AbortController();
  readonly #oneAtATime = new OneAtATime();

  constructor(deps: MakingDeps) {
    this.#deps = deps;
  }

  /** Takes up what an earlier process left, and clears what it left half-done. */
  async start(): Promise<void> {
    const { bulletins, uploads, folders } = this.#deps;
    await folders.clear();
    const unfinished = await bulletins.unfinished();
    await uploads.keepOnly(unfinished.map((version) => version.id));
    for (const { kind, removed, ...version } of unfinished) if (!removed) this.take(version, kind);
  }

  /** @param kind of its bulletin: decides what it waits for */
  take(version: VersionRecord, kind: BulletinKind): void {
    this.#line({ version, ahead: AHEAD.has(kind) });
  }

  /** Nobody wants it any more: what is being made of it is given up, and may be taken up again. */
  drop(bulletinId: string): void {
    const isIts = ({ version }: Order) => version.bulletinId === bulletinId;
    this.#waiting = this.#waiting.filter((order) => !isIts(order));
    for (const [timer, order] of this.#retries) if (isIts(order)) this.#forget(timer);
    for (const [order, { dropped }] of this.#running) if (isIts(order)) dropped.abort();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#waiting = [];
    for (const timer of this.#retries.keys()) this.#forget(timer);
    await Promise.all([...this.#running.values()].map(({ work }) => work));
  }

  #line(order: Order): void {
    if (this.#stopping.signal.aborted) return;
    this.#waiting.push(order);
    this.#next();
  }

  #forget(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#retries.delete(timer);
  }

  #next(): void {
    const running = this.#running.size;
    const ahead = running < AT_ONCE + AHEAD_AT_ONCE ? this.#waiting.find((order) => order.ahead) : undefined;
    const order = ahead ?? (running < AT_ONCE ? this.#waiting[0] : undefined);
    if (order === undefined) return;
    this.#waiting.splice(this.#waiting.indexOf(order), 1);
    const dropped = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, dropped.signal]);
    const work = this.#make(order, signal).finally(() => {
      this.#running.delete(order);
      this.#next();
    });
    this.#running.set(order, { work, dropped });
  }

  async #make(order: Order, signal: AbortSignal): Promise<void> {
    const { bulletins, uploads, feed, onReady } = this.#deps;
    const { version } = order;
    const { id, bulletinId } = version;
    try {
      feed.emit({ type: 'bulletin', bulletinId, state: 'processing' });
      const made = await this.#audioOf(version, signal);
      if (signal.aborted) return;
      // what was said when it was drafted still holds
      if (made.ok) await bulletins.finish(id, made.assetId, [...new Set([...version.warnings, ...made.warnings])]);
      else await bulletins.fail(id, made.fault);
      await uploads.remove(id);
      this.#attempts.delete(id);
      feed.emit({ type: 'bulletin', bulletinId, state: made.ok ? 'ready' : 'failed' });
      if (made.ok) await onReady(bulletinId);
    } catch (error) {
      if (signal.aborted) return;
      this.#deps.onProblem(`bulletin ${bulletinId} not made`, error);
      await this.#tryAgain(order);
    }
  }

  async #tryAgain(order: Order): Promise<void> {
    const { version } = order;
    const attempts = (this.#attempts.get(version.id) ?? 0) + 1;
    this.#attempts.set(version.id, attempts);
    if (attempts >= ATTEMPTS) {
      this.#attempts.delete(version.id);
      // with the database still away it stays "processing" and is taken up at the next start
      await this.#deps.bulletins.fail(version.id, 'internal').then(
        () => this.#deps.feed.emit({ type: 'bulletin', bulletinId: version.bulletinId, state: 'failed' }),
        () => undefined,
      );
      return;
    }
    const timer = setTimeout(() => {
      this.#retries.delete(timer);
      this.#line(order);
    }, RETRY_AFTER_MS);
    this.#retries.set(timer, order);
  }

  async #audioOf(version: VersionRecord, signal: AbortSignal): Promise<Made> {
    const { encodingKey } = this.#deps;
    const source = await sourceOf(version, this.#deps, signal);
    if (source === undefined) return { ok: false, fault: 'upload-lost' };
    const encoding = { ...this.#deps.encoding, ...(source.repair !== undefined && { repair: source.repair }) };
    const key = encodingKey(source.sha256, encoding);
    return this.#oneAtATime.run(key, async () => {
      const known = await keptEncoding(this.#deps, key);
      return known === undefined ? this.#encode(version, source, encoding, key, signal) : madeOf(known);
    });
  }

  #encode(
    version: VersionRecord,
    source: Source,
    encoding: EncodingSettings,
    key: string,
    signal: AbortSignal,
  ): Promise<Made> {
    return this.#deps.folders.use(async (folder): Promise<Made> => {
      const input = await source.recording(folder, (progress) =>
        this.#deps.feed.emit({ type: 'bulletin', bulletinId: version.bulletinId, state: 'processing', progress }),
      );
      if (!input.ok) return { ok: false, fault: input.fault };
      const ownKey = input.standIn === undefined ? key : `${key}/${input.standIn}`;
      const knownStandIn = ownKey === key ? undefined : await keptEncoding(this.#deps, ownKey);
      if (knownStandIn !== undefined) return madeOf(knownStandIn);
      const intake = await this.#deps.transcoder.makeAsset(input.path, folder, encoding, signal);
      if (!intake.ok) return { ok: false, fault: isErrorCode(intake.fault) ? intake.fault : 'audio-unreadable' };
      if (intake.asset.sizeBytes > MAX_ASSET_BYTES) return { ok: false, fault: 'audio-too-long' };
      const { judged } = input;
      const own = judged === undefined ? warningsToKeep(intake.asset) : intake.asset.warnings;
      const warnings = [...new Set([...(input.warnings ?? []), ...own])];
      const asset = { ...intake.asset, analysis: judged?.analysis ?? intake.asset.analysis };
      const provenance = { inputSha256: source.sha256, settings: encoding, ...input.provenance };
      return madeOf(await keepEncoding(this.#deps, ownKey, asset, { ...provenance, warnings }));
    });
  }
}
