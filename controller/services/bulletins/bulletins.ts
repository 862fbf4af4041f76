/** Bulletins: from text, from an uploaded file; list and change. */
import type { BulletinKind, Recipe } from '@loa-lang/schemas/http/composition';
import type { BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import { changed } from '../../domain/audit/changed.ts';
import { type Broadcast, lastStartAt } from '../../domain/broadcasts/broadcast.ts';
import { inFolders, type Sight } from '../../domain/permissions/sight.ts';
import { tidyFileName, titleOfFile, titleOfText } from '../../domain/text/bulletin-title.ts';
import { searchName, tidyName } from '../../domain/text/names.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { BulletinQuery, BulletinRecord, BulletinStore } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { type ReceivingDeps, receiveUpload } from '../recordings/receive-upload.ts';
import { found, Refusal } from '../refusal.ts';
import type { VersionContent, VersionDrafting, WrittenText } from './draft-version.ts';
import type { BulletinMaking } from './make-bulletins.ts';

export interface BulletinDeps extends ReceivingDeps {
  bulletins: BulletinStore;
  broadcasts: Pick<BroadcastStore, 'using'>;
  register: Register;
  drafting: VersionDrafting;
  making: BulletinMaking;
  delivery: DocumentDelivery;
  /** programmes of the commune are to be looked through */
  onChanged: (communeId: string) => Promise<void>;
  clock: Clock;
  newId: () => string;
}

/** What text and upload have in common. */
export interface NewBulletin {
  /** when it must be known before it is made */
  id?: BulletinId | undefined;
  communeId: string;
  title?: string | undefined;
  kind?: BulletinKind | undefined;
  recipe?: Recipe | undefined;
  language?: string | undefined;
  keep?: boolean | undefined;
  category?: string | undefined;
  important?: boolean | undefined;
  onPublicPage?: boolean | undefined;
  validUntil?: EpochMillis | undefined;
}

/** `uses`: planned broadcasts that begin after the end that was set. They keep their audio and play it. */
export interface Changed {
  /** `undefined` when it was not changed because of the uses */
  changed: BulletinRecord | undefined;
  uses: Broadcast[];
}

export class Bulletins {
  readonly #deps: BulletinDeps;

  constructor(deps: BulletinDeps) {
    this.#deps = deps;
  }

  list(query: Omit<BulletinQuery, 'communeIds'>, sight: Sight): Promise<BulletinRecord[]> {
    const { search, ...rest } = query;
    return this.#deps.bulletins.list({
      ...rest,
      ...inFolders(sight),
      ...(search !== undefined && { search: searchName(search) }),
    });
  }

  async get(id: BulletinId): Promise<BulletinRecord> {
    return found(await this.#deps.bulletins.find(id), 'bulletin-unknown');
  }

  async fromText(input: NewBulletin & WrittenText): Promise<BulletinRecord> {
    const content = await this.#deps.drafting.written(input, input.language ?? FALLBACK_LANGUAGE);
    return this.#create(this.#deps.newId(), input, titleOfText(input.text), content);
  }

  /** The fields are asked for last, since a form may send them after the file. */
  async fromUpload(
    bytes: AsyncIterable<Uint8Array>,
    tooLarge: () => boolean,
    describe: () => Promise<NewBulletin & { fileName: string }>,
  ): Promise<BulletinRecord> {
    const versionId = this.#deps.newId();
    return receiveUpload(this.#deps, versionId, bytes, tooLarge, async () => {
      const input = await describe();
      const fileName = tidyFileName(input.fileName);
      return this.#create(versionId, input, titleOfFile(fileName), { fileName });
    });
  }

  /** Before a long upload begins. @throws Refusal */
  async checkCommune(communeId: string): Promise<void> {
    const area = await this.#deps.register.areas.find(communeId);
    if (area?.kind !== 'commune') throw new Refusal('area-unknown');
  }

  /** Also when it was deleted since. */
  async isKnown(id: BulletinId): Promise<boolean> {
    return (await this.#deps.bulletins.communeOf(id)) !== undefined;
  }

  /** Of a file that lies among the uploads under `id`, which becomes the bulletin's. */
  async fromReceived(id: BulletinId, input: NewBulletin & { fileName: string }): Promise<void> {
    const fileName = tidyFileName(input.fileName);
    await this.#create(id, input, titleOfFile(fileName), { fileName }, id);
  }

  /** Does nothing but answer the uses when an earlier end would come before some of them and nobody has confirmed. */
  async change(
    id: BulletinId,
    fields: {
      title?: string | undefined;
      keep?: boolean | undefined;
      category?: string | null | undefined;
      important?: boolean | undefined;
      onPublicPage?: boolean | null | undefined;
      validUntil?: EpochMillis | null | undefined;
    },
    confirmed: boolean,
  ): Promise<Changed> {
    const { bulletins, delivery, onChanged } = this.#deps;
    const before = await this.get(id);
    const uses = await this.#usesBetween(id, fields.validUntil ?? undefined, before.validUntil);
    if (uses.length > 0 && !confirmed) return { changed: undefined, uses };
    const next = {
      ...(fields.title !== undefined && { title: tidyName(fields.title) }),
      ...(fields.keep !== undefined && { keep: fields.keep }),
      ...(fields.important !== undefined && { important: fields.important }),
      ...(fields.onPublicPage !== undefined && { onPublicPage: fields.onPublicPage ?? undefined }),
      ...(fields.category !== undefined && { category: categoryOf(fields.category) }),
      ...(fields.validUntil !== undefined && { validUntil: fields.validUntil ?? undefined }),
    };
    await bulletins.change(id, next);
    noteChange({ areaId: before.communeId, ...changed(before, { ...before, ...next }, ['title']) });
    const kept = fields.keep !== undefined || (before.keep && fields.validUntil !== undefined);
    if (kept) await delivery.deliver({ plans: [before.communeId] });
    await onChanged(before.communeId);
    return { changed: await this.get(id), uses };
  }

  /** Planned broadcasts whose last run begins after the new end and did not begin after the old one. */
  async #usesBetween(id: BulletinId, end?: EpochMillis, oldEnd = Number.POSITIVE_INFINITY): Promise<Broadcast[]> {
    if (end === undefined || end >= oldEnd) return [];
    const { broadcasts, clock } = this.#deps;
    const now = clock.now();
    return (await broadcasts.using(id, now)).filter((each) => {
      const at = lastStartAt(each);
      return at > now && at >= end && at < oldEnd;
    });
  }

  async #create(
    versionId: string,
    input: NewBulletin,
    usualTitle: string,
    content: VersionContent,
    bulletinId = input.id ?? this.#deps.newId(),
  ): Promise<BulletinRecord> {
    const { bulletins, drafting, making, clock } = this.#deps;
    const { communeId, kind = 'plain', language = FALLBACK_LANGUAGE, recipe } = input;
    await this.checkCommune(communeId);
    const draft = await drafting.draft({ id: versionId, bulletinId, communeId, kind, recipe, language, content });
    const version = { ...draft, version: 1 };
    const bulletin: BulletinRecord = {
      id: bulletinId,
      communeId,
      title: tidyName(input.title ?? usualTitle),
      kind,
      keep: input.keep ?? false,
      category: categoryOf(input.category),
      important: input.important,
      onPublicPage: input.onPublicPage,
      validUntil: input.validUntil,
      createdAt: clock.now(),
      removedAt: undefined,
      versions: [version],
    };
    await bulletins.create(bulletin);
    const { title, keep, category, important, onPublicPage, validUntil } = bulletin;
    const said = { title, kind, language, keep, category, important, onPublicPage, validUntil };
    const after = { ...said, fileName: content.fileName };
    noteChange({ areaId: communeId, subjectId: bulletinId, after });
    making.take(version, kind);
    return bulletin;
  }
}

const categoryOf = (given: string | null | undefined): string | undefined =>
  given === undefined || given === null ? undefined : tidyName(given);
