/** The commune's dictionary: list, add, change, remove. */
import type { DictionaryEntryChange, DictionaryEntryCreate } from '@loa-lang/schemas/http/readings';
import type { AreaId } from '@loa-lang/schemas/ids';
import { changed } from '../../domain/audit/changed.ts';
import { isSayable } from '../../domain/reading/spoken.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { DictionaryRecord, DictionaryStore } from '../../ports/dictionary-store.ts';
import type { Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';

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
    const [written, reading] = [tidyName(input.written), sayable(input.reading)];
    const entry = { id: this.#deps.newId(), ...input, written, reading };
    if ((await this.#deps.dictionary.create(entry)) === 'taken')
      throw new Refusal('dictionary-entry-taken', { written });
    noteChange({ areaId: entry.communeId, subjectId: entry.id, after: entry });
    this.#deps.onChanged?.();
    return entry;
  }

  async change(id: string, fields: DictionaryEntryChange): Promise<DictionaryRecord> {
    const { written, reading } = fields;
    const before = found(await this.#deps.dictionary.find(id), 'dictionary-entry-unknown');
    const after = await this.#deps.dictionary.change(id, {
      ...fields,
      ...(written !== undefined && { written: tidyName(written) }),
      ...(reading !== undefined && { reading: sayable(reading) }),
    });
    if (after === 'taken') throw new Refusal('dictionary-entry-taken', { written: tidyName(written ?? '') });
    const entry = found(after, 'dictionary-entry-unknown');
    noteChange({ areaId: entry.communeId, ...changed(before, entry, ['written']) });
    this.#deps.onChanged?.();
    return entry;
  }

  async remove(id: string): Promise<void> {
    const before = found(await this.#deps.dictionary.find(id), 'dictionary-entry-unknown');
    if (!(await this.#deps.dictionary.remove(id))) throw new Refusal('dictionary-entry-unknown');
    noteChange({ areaId: before.communeId, before });
    this.#deps.onChanged?.();
  }

  async #commune(id: AreaId): Promise<void> {
    if ((await this.#deps.register.areas.find(id))?.kind !== 'commune') throw new Refusal('area-unknown');
  }
}

/** @throws Refusal when it holds anything but words */
function sayable(given: string): string {
  const reading = tidyName(given);
  if (!isSayable(reading)) throw new Refusal('reading-unsayable', { reading });
  return reading;
}
