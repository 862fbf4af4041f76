/** Bulletins from templates. */
import { type ErrorCode, errorText } from '@loa-lang/schemas/errors/codes';
import type { BulletinKind, Recipe } from '@loa-lang/schemas/http/composition';
import type { TemplateWords } from '@loa-lang/schemas/http/templates';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { defaultRecipe } from '../../domain/composition/recipe.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import { asTemplate } from '../../domain/templates/own-template.ts';
import { type FieldFault, type Rendered, renderTemplate } from '../../domain/templates/render.ts';
import type { Template } from '../../domain/templates/template.ts';
import type { BulletinRecord } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { Refusal } from '../refusal.ts';
import type { Bulletins, NewBulletin } from './bulletins.ts';
import { checkedWords, type TemplateBook } from './template-book.ts';

export interface TemplateDeps {
  book: TemplateBook;
  bulletins: Bulletins;
  /** in which the dates and times of a notice are meant */
  timeZone: string;
  clock: Clock;
}

export interface TemplatePreview extends Rendered {
  /** codes of what to look at before it is made */
  warnings: string[];
  kind: BulletinKind;
  class: Template['class'];
  category: Template['category'];
  recipe: Recipe;
}

export interface TemplateBulletin extends Pick<NewBulletin, 'communeId' | 'title' | 'recipe' | 'keep'> {
  values: Readonly<Record<string, string>>;
  voice?: string | undefined;
  /** `null`: never; absent: when what it announces is over */
  validUntil?: EpochMillis | null | undefined;
}

export class BulletinTemplates {
  readonly #deps: TemplateDeps;

  constructor(deps: TemplateDeps) {
    this.#deps = deps;
  }

  /** @throws Refusal that names every field that is missing or wrong */
  async preview(id: string, values: TemplateBulletin['values'], sight: Sight): Promise<TemplatePreview> {
    return this.#filled(await this.#deps.book.find(id, sight), values);
  }

  /** Of words that nobody has stored. @throws Refusal */
  trial(words: TemplateWords, values: TemplateBulletin['values']): TemplatePreview {
    return this.#filled(asTemplate({ id: '', words: checkedWords(words) }), values);
  }

  #filled(template: Template, values: TemplateBulletin['values']): TemplatePreview {
    const result = renderTemplate(template, values, this.#deps.timeZone);
    if (!result.ok) {
      const details = result.faults.map(detailOf);
      throw new Refusal('template-fields-wrong', { count: details.length }, { details });
    }
    const { kind, class: usualClass, category } = template;
    const { validUntil } = result.rendered;
    const isOver = validUntil !== undefined && validUntil <= this.#deps.clock.now();
    const warnings = isOver ? ['template-over'] : [];
    return { ...result.rendered, kind, class: usualClass, category, recipe: defaultRecipe(kind), warnings };
  }

  async create(
    id: string,
    { values, validUntil, title, ...input }: TemplateBulletin,
    sight: Sight,
  ): Promise<BulletinRecord> {
    const preview = await this.preview(id, values, sight);
    return this.#deps.bulletins.fromText({
      ...input,
      kind: preview.kind,
      title: title ?? preview.title,
      text: preview.text,
      category: preview.category,
      warnings: preview.warnings,
      validUntil: validUntil === null ? undefined : (validUntil ?? preview.validUntil),
    });
  }
}

function detailOf({ field, label, code, hint }: FieldFault) {
  const wordsIn = (reader: 'vi' | 'en') => {
    const parameters = { label: label[reader], hint: hint?.[reader] ?? '' };
    return errorText(code satisfies ErrorCode, parameters)[reader];
  };
  return { path: `values/${field}`, problem: code, message: { vi: wordsIn('vi'), en: wordsIn('en') } };
}
