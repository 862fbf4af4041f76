/** The commune's dictionary: list, add, change, remove. */
import type { DictionaryEntryChange, DictionaryEntryCreate } from '@loa-lang/schemas/http/readings';
import type { AreaId } from '@loa-lang/schemas/ids';
import { isSayable } from '../domain/reading/spoken.ts';
import { tidyName } from '../domain/text/names.ts';
import type { DictionaryRecord, DictionaryStore } from '../ports/dictionary-store.ts';
import type { Register } from '../ports/register.ts';
import { found, Refusal } from './refusal.ts';

export interface DictionaryDeps {
  dictionary: DictionaryStore;
  register: Register;
  newId: () => string;
  onChanged?: () => void;
}

/** What was made before keeps its audio; what is made from now on is read by the new entry. */
export class Dictionary {
  readonly #deps: DictionaryDeps;

  constructor(deps: DictionaryDeps) {
    this.#deps = deps;
  }

  async list(communeId: AreaId): Promise<DictionaryRecord[]> {
    await this.#commune(communeId);
    return this.#deps.dictionary.of(communeId);
  }

  async add(input: DictionaryEntryCreate): Promise<DictionaryRecord> {
    await this.#commune(input.communeId);
    return this.#write('create', { id: this.#deps.newId(), ...input });
  }

  async change(id: string, fields: DictionaryEntryChange): Promise<DictionaryRecord> {
    const before = found(await this.#deps.dictionary.find(id), 'dictionary-entry-unknown');
    return this.#write('replace', { ...before, ...fields });
  }

  async remove(id: string): Promise<void> {
    found(await this.#deps.dictionary.find(id), 'dictionary-entry-unknown');
    await this.#deps.dictionary.remove(id);
    this.#deps.onChanged?.();
  }

  async #write(how: 'create' | 'replace', given: DictionaryRecord): Promise<DictionaryRecord> {
    const entry = { ...given, written: tidyName(given.written), reading: tidyName(given.reading) };
    const { written, reading } = entry;
    if (!isSayable(reading)) throw new Refusal('reading-unsayable', { reading });
    if ((await this.#deps.dictionary[how](entry)) === 'taken') throw new Refusal('dictionary-entry-taken', { written });
    this.#deps.onChanged?.();
    return entry;
  }

  async #commune(id: AreaId): Promise<void> {
    if ((await this.#deps.register.areas.find(id))?.kind !== 'commune') throw new Refusal('area-unknown');
  }
}
