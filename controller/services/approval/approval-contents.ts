/** What somebody decides on: what sounds, in words, and where. */
import type { AssetId, BulletinId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import { isAssetItem } from '@loa-lang/schemas/wire/plan';
import type { ApprovalRequest } from '../../domain/approval/approval-request.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { Audience } from '../../domain/placement/audience.ts';
import { placeBroadcast } from '../../domain/placement/placement.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { VersionRecord } from '../../ports/bulletin-store.ts';
import type { ContentReader } from '../../ports/content-reader.ts';
import type { Register } from '../../ports/register.ts';
import type { Readings } from '../reading/readings.ts';

/** A piece of sound: one version of one bulletin. */
export interface ContentPart {
  assetId: AssetId;
  sizeBytes: number;
  bulletinId: BulletinId;
  title: string;
  language: string;
  durationMs: Millis;
  /** how often it is read, one after another; 1 where the subject does not say */
  readings: number;
  /** paragraphs as they are read; empty for a recording */
  spoken: string[];
  /** of a recording */
  fileName: string | undefined;
}

export interface ApprovalContent {
  parts: ContentPart[];
  audience: Audience;
  /** of a broadcast */
  broadcast: Broadcast | undefined;
}

export interface ContentDeps {
  broadcasts: BroadcastStore;
  contents: ContentReader;
  register: Register;
  readings: Readings;
}

const NOBODY: Audience = { hamlets: [], clusters: [] };

export class ApprovalContents {
  readonly #deps: ContentDeps;

  constructor(deps: ContentDeps) {
    this.#deps = deps;
  }

  async of({ subjectKind, subjectId, binding }: ApprovalRequest): Promise<ApprovalContent> {
    const { broadcasts, contents } = this.#deps;
    const broadcast = subjectKind === 'broadcast' ? await broadcasts.find(subjectId) : undefined;
    const made = new Map(
      (await contents.madeInto(binding.assets)).map((each) => [each.version.asset?.assetId ?? '', each]),
    );
    const parts: ContentPart[] = [];
    for (const assetId of binding.assets) {
      const { title, communeId, version } = made.get(assetId) ?? {};
      if (version?.asset === undefined || communeId === undefined) continue;
      const { bulletinId, language, fileName, asset } = version;
      parts.push({
        assetId,
        sizeBytes: asset.sizeBytes,
        bulletinId,
        title: title ?? '',
        language,
        durationMs: asset.durationMs,
        readings: readingsOf(broadcast, assetId),
        spoken: await this.#spoken(version, communeId),
        fileName,
      });
    }
    return { parts, audience: broadcast?.audience ?? (await this.#audience(binding.targets)), broadcast };
  }

  async #audience(targets: ApprovalRequest['binding']['targets']): Promise<Audience> {
    const place = placeBroadcast(await this.#deps.register.reader.territory(), targets);
    return place.ok ? place.audience : NOBODY;
  }

  /** The words of all parts in their order, the body as the commune's dictionary has it read. */
  async #spoken(version: VersionRecord, communeId: string): Promise<string[]> {
    const { text, language, corrections } = version;
    const body =
      text === undefined ? [] : [(await this.#deps.readings.read({ communeId, text, language, corrections })).spoken];
    const parts = version.parts ?? [{ kind: 'body' as const }];
    return parts.flatMap((part) => (part.kind === 'body' ? body : part.kind === 'speech' ? [part.text] : []));
  }
}

const readingsOf = (broadcast: Broadcast | undefined, assetId: AssetId): number =>
  Math.max(1, (broadcast?.items ?? []).filter((item) => isAssetItem(item) && item.assetId === assetId).length);
