/** Versions of the agent: verified before they are taken in, offered to devices as audio is, withdrawn. */
import type { AssetId } from '@loa-lang/schemas/ids';
import { openDocument } from '@loa-lang/schemas/sealing/seal';
import type { Release } from '@loa-lang/schemas/wire/command';
import { subjects } from '@loa-lang/schemas/wire/topics';
import type { PersonRef } from '../../domain/people/person.ts';
import type { AgentRelease } from '../../domain/rollouts/rollout.ts';
import type { AssetStore } from '../../ports/audio.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';
import type { ReleaseStore } from '../../ports/rollout-store.ts';
import type { UploadStore } from '../../ports/uploads.ts';
import { noteChange } from '../audit/note-change.ts';
import { receiveUpload } from '../recordings/receive-upload.ts';
import { found, Refusal } from '../refusal.ts';

export interface ReleasesDeps {
  releases: ReleaseStore;
  assets: Pick<AssetStore, 'adopt' | 'has'>;
  uploads: UploadStore;
  keys: Pick<DeploymentKeys, 'deploymentId' | 'ring'>;
  clock: Clock;
  newId: () => string;
}

/** As large as devices take (wire schema). */
export const MAX_ARTEFACT_BYTES = 64 * 1024 * 1024;

export class Releases {
  readonly #deps: ReleasesDeps;

  constructor(deps: ReleasesDeps) {
    this.#deps = deps;
  }

  list(): Promise<AgentRelease[]> {
    return this.#deps.releases.all();
  }

  async get(id: AssetId): Promise<AgentRelease> {
    return found(await this.#deps.releases.find(id), 'release-unknown');
  }

  /** `describe`: the signed document, once the whole form was read. What is refused leaves nothing. */
  async add(
    bytes: AsyncIterable<Uint8Array>,
    tooLarge: () => boolean,
    describe: () => Promise<{ document: string }>,
    by: PersonRef,
  ): Promise<AgentRelease> {
    const { uploads, newId, assets, releases, clock } = this.#deps;
    const uploadId = newId();
    const receiving = { uploads, uploadLimitBytes: MAX_ARTEFACT_BYTES };
    return receiveUpload(receiving, uploadId, bytes, tooLarge, async () => {
      const { document } = await describe();
      const { artefactId, sizeBytes, version, madeAt } = await this.#verify(document);
      const upload = found(await uploads.find(uploadId), 'upload-broken');
      if (upload.sha256 !== artefactId || upload.sizeBytes !== sizeBytes) throw new Refusal('release-not-its-artefact');
      await assets.adopt(artefactId, upload.path);
      await uploads.remove(uploadId);
      const release: AgentRelease = {
        ...{ id: artefactId, version, document, sizeBytes, madeAt },
        ...{ addedAt: clock.now(), addedBy: { personId: by.personId, name: by.name }, withdrawnAt: undefined },
      };
      await releases.add(release);
      noteChange({ subjectId: artefactId, after: { version, sizeBytes, artefactId } });
      return release;
    });
  }

  /** It is ordered no more; what devices run stays. Its bytes stay for those that are fetching it. */
  async withdraw(id: AssetId): Promise<AgentRelease> {
    const { releases, clock } = this.#deps;
    const release = await this.get(id);
    const withdrawnAt = release.withdrawnAt ?? clock.now();
    await releases.withdraw(id, withdrawnAt);
    noteChange({ subjectId: id, before: { version: release.version, withdrawn: false }, after: { withdrawn: true } });
    return { ...release, withdrawnAt };
  }

  /** By the keys that devices go by now. */
  async #verify(document: string): Promise<Release> {
    const { keys, clock } = this.#deps;
    const opened = await openDocument('release', Buffer.from(document, 'utf8'), {
      deploymentId: keys.deploymentId,
      subject: subjects.release(),
      publicKey: (kid) => keys.ring.find(kid, 'release', undefined, clock.now()),
    });
    if (!opened.ok) throw new Refusal('release-not-signed', { fault: opened.fault });
    return opened.payload;
  }
}
