/** A bulletin in another language, or anew in the same one. */
import type { Recipe } from '@loa-lang/schemas/http/composition';
import type { BulletinId } from '@loa-lang/schemas/ids';
import { tidyFileName } from '../../domain/text/bulletin-title.ts';
import type { BulletinRecord, BulletinStore } from '../../ports/bulletin-store.ts';
import { type ReceivingDeps, receiveUpload } from '../recordings/receive-upload.ts';
import { found } from '../refusal.ts';
import type { VersionContent, VersionDrafting, WrittenText } from './draft-version.ts';
import type { BulletinMaking } from './make-bulletins.ts';
import { noteVersion } from './note-version.ts';

export interface VersionDeps extends ReceivingDeps {
  bulletins: BulletinStore;
  drafting: VersionDrafting;
  making: BulletinMaking;
  newId: () => string;
}

export interface NewVersion {
  bulletinId: BulletinId;
  language: string;
  recipe?: Recipe | undefined;
}

/** What is planned keeps the audio it was planned with: a change is a new version. */
export class BulletinVersions {
  readonly #deps: VersionDeps;

  constructor(deps: VersionDeps) {
    this.#deps = deps;
  }

  async fromText(version: NewVersion, input: WrittenText): Promise<BulletinRecord> {
    const bulletin = await this.#bulletin(version.bulletinId);
    return this.#add(this.#deps.newId(), bulletin, version, await this.#deps.drafting.written(input, version.language));
  }

  async fromUpload(
    { bulletinId, language }: NewVersion,
    bytes: AsyncIterable<Uint8Array>,
    tooLarge: () => boolean,
    describe: () => Promise<{ fileName: string; recipe?: Recipe | undefined }>,
  ): Promise<BulletinRecord> {
    const bulletin = await this.#bulletin(bulletinId);
    const versionId = this.#deps.newId();
    return receiveUpload(this.#deps, versionId, bytes, tooLarge, async () => {
      const { fileName, recipe } = await describe();
      const content = { fileName: tidyFileName(fileName) };
      return this.#add(versionId, bulletin, { bulletinId, language, recipe }, content);
    });
  }

  async #bulletin(id: BulletinId): Promise<BulletinRecord> {
    return found(await this.#deps.bulletins.find(id), 'bulletin-unknown');
  }

  async #add(
    id: string,
    bulletin: BulletinRecord,
    { language, recipe }: NewVersion,
    content: VersionContent,
  ): Promise<BulletinRecord> {
    const { bulletins, drafting, making } = this.#deps;
    const { id: bulletinId, communeId, kind } = bulletin;
    const draft = await drafting.draft({ id, bulletinId, communeId, kind, language, recipe, content });
    const version = await bulletins.addVersion(draft);
    noteVersion(bulletin, version);
    making.take(version, kind);
    return this.#bulletin(bulletinId);
  }
}
