/** How texts are read aloud with the commune's dictionary, and what to look at before they air. */
import { setImmediate } from 'node:timers/promises';
import type { AreaId } from '@loa-lang/schemas/ids';
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import { dayBounds } from '../../domain/broadcasts/civil-time.ts';
import { suggestValidUntil } from '../../domain/bulletins/suggest-validity.ts';
import { type AirDateWarning, airDateWarnings } from '../../domain/reading/air-date-warnings.ts';
import { readingSteps } from '../../domain/reading/read-text.ts';
import type { Correction, Reading } from '../../domain/reading/reading-types.ts';
import { isSayable } from '../../domain/reading/spoken.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DictionaryStore } from '../../ports/dictionary-store.ts';
import type { Register } from '../../ports/register.ts';
import { Refusal } from '../refusal.ts';

export interface ReadingDeps {
  dictionary: DictionaryStore;
  register: Register;
  clock: Clock;
  timeZone: string;
}

export interface TextToRead {
  communeId: AreaId;
  text: string;
  /** BCP 47; Vietnamese when absent */
  language?: string | undefined;
  corrections?: readonly Correction[] | undefined;
}

export class Readings {
  readonly #deps: ReadingDeps;

  constructor(deps: ReadingDeps) {
    this.#deps = deps;
  }

  /** @throws Refusal for an unknown commune, a day that is none, a correction that cannot be said */
  async preview(
    input: TextToRead & { airDates?: readonly string[] | undefined },
  ): Promise<Reading & { airDateWarnings: AirDateWarning[]; validity: ReturnType<typeof suggestValidUntil> }> {
    const { register, timeZone } = this.#deps;
    const { communeId, corrections = [], airDates = [] } = input;
    if ((await register.areas.find(communeId))?.kind !== 'commune') throw new Refusal('area-unknown');
    refuseUnsayable(corrections);
    for (const day of airDates) {
      if (dayBounds(day, timeZone) === undefined) throw new Refusal('bad-request', { detail: day });
    }
    const reading = await this.read(input);
    const isVietnamese = speaksVietnamese(input.language);
    const validity = isVietnamese ? suggestValidUntil(input.text, this.#deps.clock.now(), timeZone) : undefined;
    return { ...reading, validity, airDateWarnings: isVietnamese ? airDateWarnings(input.text, airDates) : [] };
  }

  /** Texts in other languages are spoken as they stand. Long ones are read in turns with everything else. */
  async read({ communeId, text, language, corrections = [] }: TextToRead): Promise<Reading> {
    if (!speaksVietnamese(language)) return asItStands(text);
    const dictionary = await this.#deps.dictionary.of(communeId);
    const referenceYear = new Date(this.#deps.clock.now()).getUTCFullYear();
    const steps = readingSteps(text, { dictionary, corrections, referenceYear });
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await setImmediate();
    }
  }
}

/** @throws Refusal when a correction would have to be read in its turn */
export function refuseUnsayable(corrections: readonly Correction[]): void {
  for (const { reading } of corrections) {
    if (reading.trim() !== '' && !isSayable(reading)) throw new Refusal('reading-unsayable', { reading });
  }
}

const speaksVietnamese = (language = FALLBACK_LANGUAGE): boolean => language.split('-')[0] === FALLBACK_LANGUAGE;

function asItStands(given: string): Reading {
  const text = given.normalize('NFC');
  const whole = { from: 0, to: text.length, written: text, reading: text, kind: 'plain', reason: '' } as const;
  return { text, segments: text === '' ? [] : [whole], spoken: text, unknown: [], lostCorrections: [] };
}
