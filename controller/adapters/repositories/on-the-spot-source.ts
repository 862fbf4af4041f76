/** Who may speak at the devices of a hamlet themselves, and what stands prepared for it: a part of the hamlet's plan. */
import type { OnTheSpot, SpotTemplate } from '@loa-lang/schemas/wire/on-the-spot';
import { communeOf } from '../../domain/areas/territory.ts';
import { currentVersions } from '../../domain/bulletins/current-versions.ts';
import { EMERGENCY_GAIN_DB, readingsOf } from '../../domain/emergency/rules.ts';
import { onTheSpotOf } from '../../domain/on-the-spot/credential.ts';
import { isPrepared } from '../../domain/templates/prepared.ts';
import { TEMPLATES } from '../../domain/templates/templates.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { Database } from '../postgres/database.ts';
import { toDate } from './row-values.ts';
import { cardOf } from './spot-repository.ts';

const PREPARED_IDS = TEMPLATES.filter(isPrepared).map(({ id }) => id);

export class OnTheSpotSource {
  readonly #database: Database;
  readonly #reader: TerritoryReader;

  constructor(database: Database, reader: TerritoryReader) {
    this.#database = database;
    this.#reader = reader;
  }

  async of(planId: string, now: number): Promise<OnTheSpot | undefined> {
    const where = { hamletId: planId, revokedAt: null, until: { gt: toDate(now) } };
    const cards = await this.#database.spotCredential.findMany({ where });
    if (cards.length === 0) return undefined;
    const { areas } = await this.#reader.territory();
    const communeId = communeOf(areas, planId);
    const templates = communeId === undefined ? [] : await this.#templates(communeId);
    return onTheSpotOf(cards.map(cardOf), templates, now);
  }

  /** Emergencies that need no words: what is made of them is on every device already. */
  async #templates(communeId: string): Promise<SpotTemplate[]> {
    const prepared = await this.#database.preparedBulletin.findMany({
      where: { communeId, templateId: { in: PREPARED_IDS } },
    });
    const bulletins = await this.#database.bulletin.findMany({
      where: { id: { in: prepared.map((row) => row.bulletinId) }, deletedAt: null },
      select: {
        id: true,
        title: true,
        versions: { select: { version: true, language: true, removedAt: true, parts: true, asset: true } },
      },
    });
    return bulletins.flatMap(({ id, title, versions }): SpotTemplate[] => {
      const made = currentVersions(versions.filter(({ asset }) => asset !== null));
      const files = made.flatMap(({ language, asset }) =>
        asset === null
          ? []
          : [{ assetId: asset.id, sizeBytes: asset.sizeBytes, durationMs: asset.durationMs, language }],
      );
      if (files.length === 0) return [];
      const readings = readingsOf(Math.max(1, ...made.map(({ parts }) => bodiesIn(parts))));
      return [{ id, title, class: 'emergency', readings, gainDb: EMERGENCY_GAIN_DB, versions: files }];
    });
  }
}

/** How often a version itself reads its text. */
const bodiesIn = (parts: unknown): number =>
  Array.isArray(parts) ? parts.filter((part: { kind?: unknown }) => part.kind === 'body').length : 1;
