/** What a commune's station is called and how it greets: read and changed by the commune. */
import type { StationTexts } from '@loa-lang/schemas/http/composition';
import type { AreaId } from '@loa-lang/schemas/ids';
import { changed } from '../../domain/audit/changed.ts';
import type { StationTextsByLanguage } from '../../domain/composition/compose-parts.ts';
import { isSpeakable } from '../../domain/speech/speakable-text.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AreaStore } from '../../ports/register.ts';
import type { StationTextStore } from '../../ports/station-texts.ts';
import { noteChange } from '../audit/note-change.ts';
import { Refusal } from '../refusal.ts';

export interface StationWordsDeps {
  stationTexts: StationTextStore;
  areas: AreaStore;
  /** programmes of the commune are to be looked through */
  onChanged: (communeId: AreaId) => Promise<void>;
  clock: Clock;
}

export class StationWords {
  readonly #deps: StationWordsDeps;

  constructor(deps: StationWordsDeps) {
    this.#deps = deps;
  }

  async of(communeId: AreaId): Promise<StationTextsByLanguage> {
    await this.#refuseOther(communeId);
    return this.#deps.stationTexts.of(communeId);
  }

  /** Bulletins made before keep the words they were made with. */
  async put(communeId: AreaId, language: string, texts: StationTexts): Promise<StationTextsByLanguage> {
    const { stationTexts, clock } = this.#deps;
    await this.#refuseOther(communeId);
    // one text without a sound would fail every bulletin that is made with it
    if (!Object.values(texts).every(isSpeakable)) throw new Refusal('speech-empty');
    const tidy = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, tidyName(text)]));
    const before = (await stationTexts.of(communeId)).get(language) ?? {};
    await stationTexts.put(communeId, language, tidy, clock.now());
    noteChange({ areaId: communeId, ...changed<object>(before, tidy) });
    await this.#deps.onChanged(communeId);
    return stationTexts.of(communeId);
  }

  async #refuseOther(communeId: AreaId): Promise<void> {
    const area = await this.#deps.areas.find(communeId);
    if (area?.kind !== 'commune') throw new Refusal('area-unknown');
  }
}
