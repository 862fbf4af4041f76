/** Templates as HTTP tells them. */
import type { TemplateBody } from '@loa-lang/schemas/http/templates';
import { defaultRecipe } from '../domain/composition/recipe.ts';
import type { ListedTemplate } from '../services/bulletins/template-book.ts';
import type { TemplatePreview } from '../services/bulletins/templates.ts';
import { outInstant, outOptional } from './instants.ts';
import { noticeOf } from './present-bulletin.ts';

export function templateBody({ template, own }: ListedTemplate): TemplateBody {
  const { id, title, kind, class: usualClass, fields } = template;
  const common = { id, title, kind, class: usualClass, fields: [...fields], recipe: defaultRecipe(kind) };
  if (own === undefined) return common;
  const { communeId, version, changedAt, changedBy, words, putAwayAt } = own;
  const said = { communeId, version, changedBy, words, changedAt: outInstant(changedAt) };
  return { ...common, own: { ...said, ...outOptional('putAwayAt', putAwayAt) } };
}

export const previewBody = ({ validUntil, warnings, ...preview }: TemplatePreview) => ({
  ...preview,
  warnings: warnings.map(noticeOf),
  ...outOptional('validUntil', validUntil),
});
