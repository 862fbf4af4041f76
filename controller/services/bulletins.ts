/** Bulletins: from text, from an uploaded file; list, change, remove. */
import type { BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import { tidyFileName, titleOfFile, titleOfText } from '../domain/text/bulletin-title.ts';
import { searchName, tidyName } from '../domain/text/names.ts';
import type { BulletinQuery, BulletinRecord, BulletinStore, VersionRecord } from '../ports/bulletin-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Register } from '../ports/register.ts';
import type { UploadStore } from '../ports/uploads.ts';
import type { DocumentDelivery } from './deliver-documents.ts';
import type { BulletinMaking } from './make-bulletins.ts';
import { found, Refusal } from './refusal.ts';

export interface BulletinDeps {
  bulletins: BulletinStore;
  register: Register;
  uploads: UploadStore;
  making: BulletinMaking;
  delivery: DocumentDelivery;
  clock: Clock;
  newId: () => string;
  /** spoken when none is asked for */
  defaultVoice: string;
  uploadLimitBytes: number;
}

/** What text and upload have in common. */
export interface NewBulletin {
  communeId: string;
  title?: string | undefined;
  language?: string | undefined;
  keep?: boolean | undefined;
  validUntil?: EpochMillis | undefined;
}

export class Bulletins {
  readonly #deps: BulletinDeps;

  constructor(deps: BulletinDeps) {
    this.#deps = deps;
  }

  list(query: BulletinQuery): Promise<BulletinRecord[]> {
    const { search, ...rest } = query;
    return this.#deps.bulletins.list({ ...rest, ...(search !== undefined && { search: searchName(search) }) });
  }

  async get(id: BulletinId): Promise<BulletinRecord> {
    return found(await this.#deps.bulletins.find(id), 'bulletin-unknown');
  }

  async fromText(input: NewBulletin & { text: string; voice?: string | undefined }): Promise<BulletinRecord> {
    const { text } = input;
    if (text.trim() === '') throw new Refusal('speech-empty');
    const voice = input.voice ?? this.#deps.defaultVoice;
    return this.#create(this.#deps.newId(), input, titleOfText(text), { text: text.normalize('NFC'), voice });
  }

  /**
   * Takes the bytes in; `tooLarge` is asked after the last one. What is refused leaves no file and no row. The fields
   * are asked for last, since a form may send them after the file.
   */
  async fromUpload(
    bytes: AsyncIterable<Uint8Array>,
    tooLarge: () => boolean,
    describe: () => Promise<NewBulletin & { fileName: string }>,
  ): Promise<BulletinRecord> {
    const { uploads, newId, uploadLimitBytes } = this.#deps;
    const versionId = newId();
    const received = await uploads.receive(versionId, bytes, tooLarge);
    if (!received.ok) {
      const limitMb = Math.floor(uploadLimitBytes / 1_000_000);
      if (received.fault === 'too-large') throw new Refusal('upload-too-large', { limitMb });
      throw new Refusal(received.fault === 'broken' ? 'upload-broken' : 'disk-full');
    }
    try {
      if (received.sizeBytes === 0) throw new Refusal('audio-empty');
      const input = await describe();
      const fileName = tidyFileName(input.fileName);
      return await this.#create(versionId, input, titleOfFile(fileName), { fileName });
    } catch (error) {
      await uploads.remove(versionId);
      throw error;
    }
  }

  /** Before a long upload begins. @throws Refusal */
  async checkCommune(communeId: string): Promise<void> {
    const area = await this.#deps.register.areas.find(communeId);
    if (area?.kind !== 'commune') throw new Refusal('area-unknown');
  }

  /** Also when it was deleted since. */
  isKnown(id: BulletinId): Promise<boolean> {
    return this.#deps.bulletins.isKnown(id);
  }

  /** Of a file that lies among the uploads under `id`, which becomes the bulletin's. */
  async fromReceived(id: BulletinId, input: NewBulletin & { fileName: string }): Promise<void> {
    const fileName = tidyFileName(input.fileName);
    await this.#create(id, input, titleOfFile(fileName), { fileName }, id);
  }

  async change(
    id: BulletinId,
    fields: { title?: string | undefined; keep?: boolean | undefined; validUntil?: EpochMillis | null | undefined },
  ): Promise<BulletinRecord> {
    const { bulletins, delivery } = this.#deps;
    const before = await this.get(id);
    await bulletins.change(id, {
      ...(fields.title !== undefined && { title: tidyName(fields.title) }),
      ...(fields.keep !== undefined && { keep: fields.keep }),
      ...(fields.validUntil !== undefined && { validUntil: fields.validUntil ?? undefined }),
    });
    const kept = fields.keep !== undefined || (before.keep && fields.validUntil !== undefined);
    if (kept) await delivery.deliver({ plans: [before.communeId] });
    return this.get(id);
  }

  /** Broadcasts that are planned with it keep its audio. */
  async remove(id: BulletinId): Promise<void> {
    const { bulletins, delivery, clock } = this.#deps;
    const before = await this.get(id);
    await bulletins.remove(id, clock.now());
    if (before.keep) await delivery.deliver({ plans: [before.communeId] });
  }

  async #create(
    versionId: string,
    input: NewBulletin,
    usualTitle: string,
    content: Partial<Pick<VersionRecord, 'text' | 'voice' | 'fileName'>>,
    bulletinId = this.#deps.newId(),
  ): Promise<BulletinRecord> {
    const { bulletins, making, clock } = this.#deps;
    await this.checkCommune(input.communeId);
    const version: VersionRecord = {
      id: versionId,
      bulletinId,
      version: 1,
      language: input.language ?? FALLBACK_LANGUAGE,
      text: undefined,
      fileName: undefined,
      voice: undefined,
      ...content,
      state: 'processing',
      fault: undefined,
      warnings: [],
      asset: undefined,
    };
    const bulletin: BulletinRecord = {
      id: bulletinId,
      communeId: input.communeId,
      title: tidyName(input.title ?? usualTitle),
      keep: input.keep ?? false,
      validUntil: input.validUntil,
      createdAt: clock.now(),
      versions: [version],
    };
    await bulletins.create(bulletin);
    making.take(version);
    return bulletin;
  }
}
