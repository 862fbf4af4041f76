/** A card, and a plan that honours it. */
import { makeSpotVerifier, newSpotCode } from '@loa-lang/schemas/sealing/spot-code';
import type { SpotCredential, SpotTemplate } from '@loa-lang/schemas/wire/on-the-spot';
import type { AssetItem, Plan } from '@loa-lang/schemas/wire/plan';
import { seededRandom } from '../../../support/seeded-random.ts';

export interface Card {
  code: string;
  credential: SpotCredential;
}

export async function card(id: string, over: Partial<SpotCredential> = {}): Promise<Card> {
  const random = seededRandom(id.length + id.charCodeAt(0));
  const code = newSpotCode(() => Math.floor(random() * 10));
  const verifier = await makeSpotVerifier(code, Buffer.alloc(16, id.charCodeAt(0)));
  const holder = 'Ông Nguyễn Văn Bình, trưởng thôn';
  const dates = { notBefore: 0, notAfter: 4_000_000_000_000 };
  return { code, credential: { id, holder, mayUse: ['templates'], verifier, ...dates, perHour: 4, ...over } };
}

export const template = (
  audio: Pick<AssetItem, 'assetId' | 'sizeBytes'>,
  durationMs: number,
  over: Partial<SpotTemplate> = {},
): SpotTemplate => ({
  ...{ id: 'so-tan', title: 'Sơ tán ngay', class: 'emergency', readings: 1, gainDb: 0 },
  versions: [{ ...audio, durationMs, language: 'vi' }],
  ...over,
});

/** `base` with the cards honoured in it, and the audio kept. */
export const honouring = (base: Plan, cards: readonly Card[], templates: SpotTemplate[]): Plan => ({
  ...base,
  keepAssets: templates.flatMap(({ versions }) => versions.map(({ assetId, sizeBytes }) => ({ assetId, sizeBytes }))),
  ...(cards.length > 0 && { onTheSpot: { credentials: cards.map(({ credential }) => credential), templates } }),
});
