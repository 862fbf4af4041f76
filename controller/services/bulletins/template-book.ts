/** All templates: the usual ones, which are the program's, and those that communes have written themselves. */
import type { TemplateWords } from '@loa-lang/schemas/http/templates';
import type { AreaId } from '@loa-lang/schemas/ids';
import { changed } from '../../domain/audit/changed.ts';
import type { Caller } from '../../domain/people/person.ts';
import { inFolders, type Sight, seesFolder } from '../../domain/permissions/sight.ts';
import { asTemplate, type OwnTemplate, tidyWords, wordsFault } from '../../domain/templates/own-template.ts';
import { isPrepared } from '../../domain/templates/prepared.ts';
import type { Template } from '../../domain/templates/template.ts';
import { TEMPLATES } from '../../domain/templates/templates.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AreaStore } from '../../ports/register.ts';
import type { TemplateStore } from '../../ports/template-store.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';

export interface TemplateBookDeps {
  ownTemplates: TemplateStore;
  areas: Pick<AreaStore, 'find'>;
  clock: Clock;
  newId: () => string;
  /** what stands ready of them is to be looked through */
  onChanged: () => void;
}

export interface ListedTemplate {
  template: Template;
  /** absent of the program's */
  own?: OwnTemplate;
}

export interface TemplateChange {
  /** the one that was read */
  version: number;
  words?: TemplateWords | undefined;
  putAway?: boolean | undefined;
}

const listed = (own: OwnTemplate): ListedTemplate => ({ template: asTemplate(own), own });

export class TemplateBook {
  readonly #deps: TemplateBookDeps;

  constructor(deps: TemplateBookDeps) {
    this.#deps = deps;
  }

  /** Those of the communes in sight first. @param putAway only what was put away */
  async list(sight: Sight, putAway: boolean): Promise<ListedTemplate[]> {
    const all = await this.#deps.ownTemplates.list(inFolders(sight).communeIds);
    const own = all.filter((each) => (each.putAwayAt !== undefined) === putAway).map(listed);
    return putAway ? own : [...own, ...TEMPLATES.map((template) => ({ template }))];
  }

  /** One that was put away is told no more. @throws Refusal */
  async find(id: string, sight: Sight): Promise<Template> {
    const usual = TEMPLATES.find((each) => each.id === id);
    if (usual !== undefined) return usual;
    const own = found(await this.#deps.ownTemplates.find(id), 'template-unknown');
    if (own.putAwayAt !== undefined || !seesFolder(sight, own.communeId)) throw new Refusal('template-unknown');
    return asTemplate(own);
  }

  /** Emergencies that need no words, of the program and of the commune. */
  async preparedIn(communeId: AreaId): Promise<Template[]> {
    const own = await this.#deps.ownTemplates.list([communeId]);
    const inUse = own.filter(({ putAwayAt }) => putAwayAt === undefined).map(asTemplate);
    return [...TEMPLATES, ...inUse].filter(isPrepared);
  }

  async create(communeId: AreaId, words: TemplateWords, by: Caller): Promise<ListedTemplate> {
    const { ownTemplates, areas, clock, newId } = this.#deps;
    if ((await areas.find(communeId))?.kind !== 'commune') throw new Refusal('area-unknown');
    const tidy = checkedWords(words);
    const base = { id: newId(), communeId, version: 1, words: tidy, putAwayAt: undefined };
    const own = { ...base, changedAt: clock.now(), changedBy: by.name };
    await ownTemplates.create(own);
    noteChange({ areaId: communeId, subjectId: own.id, after: tidy });
    this.#deps.onChanged();
    return listed(own);
  }

  /** Bulletins made with it before stay as they are. @throws Refusal */
  async change(id: string, { version, words, putAway }: TemplateChange, by: Caller): Promise<ListedTemplate> {
    const { ownTemplates, clock } = this.#deps;
    const before = found(await ownTemplates.find(id), 'template-unknown');
    if (before.version !== version) throw new Refusal('template-changed');
    const now = clock.now();
    const putAwayAt = putAway === undefined ? before.putAwayAt : putAway ? now : undefined;
    const next = words === undefined ? before.words : checkedWords(words);
    const after = { ...before, version: version + 1, words: next, putAwayAt, changedAt: now, changedBy: by.name };
    if (!(await ownTemplates.change(after))) throw new Refusal('template-changed');
    const said = ({ words: { title, ...rest }, putAwayAt: at }: OwnTemplate) => ({
      ...{ title, ...rest },
      putAway: at !== undefined,
    });
    noteChange({ areaId: before.communeId, subjectId: id, ...changed(said(before), said(after), ['title']) });
    this.#deps.onChanged();
    return listed(after);
  }
}

/** @throws Refusal */
export function checkedWords(words: TemplateWords): TemplateWords {
  const tidy = tidyWords(words);
  const fault = wordsFault(tidy);
  if (fault !== undefined) {
    const { code, ...parameters } = fault;
    throw new Refusal(code, parameters);
  }
  return tidy;
}
