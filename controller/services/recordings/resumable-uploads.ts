/** Uploads in pieces become bulletins, once each, whatever is killed in between. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Clock } from '../../ports/clock.ts';
import type { PartialUpload, PartialUploads, UploadDescription, UploadStore } from '../../ports/uploads.ts';
import { noteChange } from '../audit/note-change.ts';
import type { Bulletins } from '../bulletins/bulletins.ts';
import { found, Refusal } from '../refusal.ts';

export interface ResumableUploadDeps {
  partials: PartialUploads;
  uploads: UploadStore;
  bulletins: Bulletins;
  clock: Clock;
  newId: () => string;
  uploadLimitBytes: number;
  onProblem: (problem: string, cause: unknown) => void;
}

const HOUR_MS = 3600 * 1000;
/** Since the last piece: somebody on a mountain road goes on the next evening. */
export const ABANDONED_AFTER_MS: Millis = 48 * HOUR_MS;
/** How long a sender who missed the last answer can still learn that all has arrived. */
const REMEMBERED_MS: Millis = 7 * 24 * HOUR_MS;

export class ResumableUploads {
  readonly #deps: ResumableUploadDeps;
  readonly #finishing = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: ResumableUploadDeps) {
    this.#deps = deps;
  }

  /** Hands on what was whole when the process ended; to be called when bulletins are being made. */
  async start(): Promise<void> {
    await this.sweep();
    for (const { id } of await this.#deps.partials.all())
      await this.finish(id).catch((cause) => this.#deps.onProblem(`upload ${id} not handed on`, cause));
    const sweep = () => void this.sweep().catch((cause) => this.#deps.onProblem('old uploads not removed', cause));
    this.#timer = setInterval(sweep, HOUR_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.allSettled(this.#finishing.values());
  }

  newId(): string {
    return this.#deps.newId();
  }

  get limitBytes(): number {
    return this.#deps.uploadLimitBytes;
  }

  /** @throws Refusal what can be known before the first byte is refused before it */
  async create(
    id: string,
    sizeBytes: number,
    description: UploadDescription,
    fields: Record<string, string>,
  ): Promise<void> {
    const { partials, bulletins, uploadLimitBytes } = this.#deps;
    if (sizeBytes > uploadLimitBytes) throw tooLarge(uploadLimitBytes);
    if (sizeBytes === 0) throw new Refusal('audio-empty');
    await bulletins.checkCommune(description.communeId);
    if (!(await partials.create({ id, sizeBytes, description, fields }))) throw new Refusal('disk-full');
    noteChange({ areaId: description.communeId, subjectId: id, after: { ...description, sizeBytes } });
  }

  /** @throws Refusal */
  async find(id: string): Promise<PartialUpload> {
    return found(await this.#deps.partials.find(id), 'upload-unknown');
  }

  /** How far it is now. @throws Refusal when the disk is full; what was written stays */
  async append(id: string, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    const { done, sizeBytes } = await this.find(id);
    if (done) return sizeBytes;
    const written = await this.#deps.partials.append(id, offset, bytes);
    if (!written.ok) throw new Refusal('disk-full');
    return written.offset;
  }

  async remove(id: string): Promise<void> {
    const { description, sizeBytes, receivedBytes } = await this.find(id);
    await this.#deps.partials.remove(id);
    noteChange({ areaId: description.communeId, before: { ...description, sizeBytes, receivedBytes } });
  }

  /** Makes the bulletin of a whole upload, which bears the upload's id; does nothing for any other. */
  async finish(id: string): Promise<void> {
    const running = this.#finishing.get(id);
    if (running !== undefined) return running;
    const work = this.#finish(id).finally(() => this.#finishing.delete(id));
    this.#finishing.set(id, work);
    return work;
  }

  /** Removes what was abandoned, records that nobody will ask for, and what a crash left. */
  async sweep(): Promise<void> {
    const { partials, clock } = this.#deps;
    const now: EpochMillis = clock.now();
    for (const { id, lastPieceAt, done } of await partials.all()) {
      if (now - lastPieceAt > (done ? REMEMBERED_MS : ABANDONED_AFTER_MS)) await partials.remove(id);
    }
    await partials.removeStray(now - ABANDONED_AFTER_MS);
  }

  async #finish(id: string): Promise<void> {
    const { partials, uploads, bulletins } = this.#deps;
    const upload = await partials.find(id);
    if (upload === undefined || upload.done) return;
    if (!(await bulletins.isKnown(id))) {
      if (upload.receivedBytes !== upload.sizeBytes) return;
      await uploads.adopt(id, partials.pathOf(id));
      await bulletins.fromReceived(id, upload.description);
    }
    await partials.markDone(id);
  }
}

const tooLarge = (limitBytes: number): Refusal =>
  new Refusal('upload-too-large', { limitMb: Math.floor(limitBytes / 1_000_000) });
