/** The commune's own readings of words and abbreviations. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { DictionaryEntry } from '../domain/reading/reading-types.ts';
import type { Written } from './register.ts';

export interface DictionaryRecord extends DictionaryEntry {
  id: string;
  communeId: AreaId;
}

export type DictionaryFields = { [Field in keyof DictionaryEntry]?: DictionaryEntry[Field] | undefined };

export interface DictionaryStore {
  /** of one commune, by what is written */
  of(communeId: AreaId): Promise<DictionaryRecord[]>;
  find(id: string): Promise<DictionaryRecord | undefined>;
  /** "taken" when the commune has an entry for the same writing */
  create(entry: DictionaryRecord): Promise<Written>;
  /** only these fields, so that changes of different fields at one time all stay; the entry as it is then, if it is there */
  change(id: string, fields: DictionaryFields): Promise<DictionaryRecord | 'taken' | undefined>;
  /** whether there was such an entry */
  remove(id: string): Promise<boolean>;
}
