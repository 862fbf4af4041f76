/** Makes the tunes and the closing words that programmes of a commune call for, and makes them anew when words change. */

import type { ComposedPart } from '@loa-lang/schemas/http/composition';
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { AreaId, BulletinId } from '@loa-lang/schemas/ids';
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import { composeParts } from '../../domain/composition/compose-parts.ts';
import { contentHash } from '../../domain/publishing/content-hash.ts';
import { type StationSound, stationSoundId, stationSoundOf } from '../../domain/schedules/station-sound.ts';
import type { BulletinRecord, BulletinStore, VersionRecord } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StationTextStore } from '../../ports/station-texts.ts';
import type { BulletinMaking } from '../bulletins/make-bulletins.ts';
import type { Voices } from '../reading/voices.ts';

export interface StationSoundDeps {
  bulletins: BulletinStore;
  stationTexts: StationTextStore;
  voices: Voices;
  making: Pick<BulletinMaking, 'take'>;
  clock: Clock;
  newId: () => string;
}

/** As they are named in programmes and logs. */
const TITLES: Record<StationSound, string> = {
  opening: 'Nhạc hiệu mở đầu',
  closing: 'Nhạc hiệu kết thúc',
  emergency: 'Còi khẩn cấp',
  test: 'Tín hiệu thử',
  words: 'Lời kết',
};

type Draft = Pick<VersionRecord, 'language'> & { parts: ComposedPart[] };

export class StationSounds {
  readonly #deps: StationSoundDeps;

  constructor(deps: StationSoundDeps) {
    this.#deps = deps;
  }

  /** Twice is once; what has no words is not made. */
  async ensure(communeId: AreaId, programme: readonly ProgrammePart[]): Promise<void> {
    const sounds = new Set(programme.map(stationSoundOf).filter((sound) => sound !== undefined));
    for (const sound of sounds) await this.#ensure(communeId, sound);
  }

  async #ensure(communeId: AreaId, sound: StationSound): Promise<void> {
    const { bulletins, clock } = this.#deps;
    const id = stationSoundId(communeId, sound);
    const wanted = await this.#drafts(communeId, sound);
    const known = await bulletins.find(id);
    if (wanted.length === 0) {
      if (known !== undefined) await bulletins.remove(id, clock.now());
      return;
    }
    if (known === undefined) {
      if ((await bulletins.communeOf(id)) !== undefined) await bulletins.restore(id);
      else return this.#create(id, communeId, sound, wanted);
    }
    const { versions = [] } = known ?? (await bulletins.find(id)) ?? {};
    for (const { language } of versions) {
      if (!wanted.some((draft) => draft.language === language))
        await bulletins.removeLanguage(id, language, clock.now());
    }
    for (const draft of wanted) {
      const current = versions.find(({ language }) => language === draft.language);
      if (contentHash({ parts: current?.parts }) === contentHash({ parts: draft.parts })) continue;
      this.#deps.making.take(await bulletins.addVersion(this.#version(id, draft)), 'plain');
    }
  }

  async #drafts(communeId: AreaId, sound: StationSound): Promise<Draft[]> {
    if (sound !== 'words') return [{ language: FALLBACK_LANGUAGE, parts: [{ kind: 'chime', chime: sound }] }];
    const { stationTexts, voices } = this.#deps;
    const texts = await stationTexts.of(communeId);
    const voiceOf = (language: string) => (language === FALLBACK_LANGUAGE ? voices.defaultVoice : language);
    return [...texts].flatMap(([language, { closing }]) =>
      closing === undefined
        ? []
        : [{ language, parts: composeParts([{ kind: 'text', text: 'closing' }], texts, language, voiceOf).parts }],
    );
  }

  async #create(id: BulletinId, communeId: AreaId, sound: StationSound, drafts: readonly Draft[]): Promise<void> {
    const { bulletins, making, clock } = this.#deps;
    const versions = drafts.map((draft) => ({ ...this.#version(id, draft), version: 1 }));
    const bulletin: BulletinRecord = {
      ...{ id, communeId, title: TITLES[sound], kind: 'plain', keep: true, stationSound: true, versions },
      ...{ validUntil: undefined, createdAt: clock.now(), removedAt: undefined },
    };
    try {
      await bulletins.create(bulletin);
    } catch (error) {
      // another controller was quicker, and makes it
      if ((await bulletins.communeOf(id)) !== undefined) return;
      throw error;
    }
    for (const version of versions) making.take(version, 'plain');
  }

  #version(bulletinId: BulletinId, { language, parts }: Draft): Omit<VersionRecord, 'version'> {
    return {
      ...{ id: this.#deps.newId(), bulletinId, language, parts, state: 'processing', warnings: [] },
      ...{ text: undefined, fileName: undefined, voice: undefined, fault: undefined, asset: undefined },
    };
  }
}
