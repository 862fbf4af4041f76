/** What a sender says of a file beside its bytes. */
import { BulletinUploadFieldsSchema, VersionUploadFieldsSchema } from '@loa-lang/schemas/http/bulletins';
import { type Recipe, RecipeSchema } from '@loa-lang/schemas/http/composition';
import { SourceBulletinCreateSchema } from '@loa-lang/schemas/http/source-bulletins';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { Refusal } from '../services/refusal.ts';
import { inOptional } from './instants.ts';
import { checkStorable } from './plugins/text.ts';

/** Of a bulletin. @throws Refusal naming the first field that is wrong */
export function readUploadFields(fields: Record<string, unknown>, fileName: string) {
  const { validUntil, keep, important, onPublicPage, recipe, ...given } = checked(BulletinUploadFieldsSchema, fields);
  const chosen = { recipe: recipeOf(recipe), keep: keep === 'true', important: important === 'true' };
  const shown = onPublicPage === undefined ? {} : { onPublicPage: onPublicPage === 'true' };
  return { ...given, ...chosen, ...shown, fileName, ...inOptional('validUntil', validUntil) };
}

/** Of a version in a further language. @throws Refusal naming the first field that is wrong */
export function readVersionFields(fields: Record<string, unknown>, fileName: string) {
  return { recipe: recipeOf(checked(VersionUploadFieldsSchema, fields).recipe), fileName };
}

/** A recipe written as JSON into a form's field. */
function recipeOf(text: string | undefined): Recipe | undefined {
  return text === undefined ? undefined : checked(RecipeSchema, parsed('recipe', text));
}

/** Of a source bulletin: all of it but the recording, as JSON in the field `notice`. */
export function readSourceFields({ notice }: Record<string, unknown>, fileName: string) {
  return { body: checked(SourceBulletinCreateSchema, parsed('notice', String(notice))), fileName };
}

function parsed(field: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Refusal('bad-request', { detail: field }, { cause });
  }
}

function checked<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  if (Value.Check(schema, value)) {
    checkStorable(value);
    return value;
  }
  const [problem] = Value.Errors(schema, value);
  // A field that is not in the schema is held against the schema "false".
  const what = problem?.keyword === 'boolean' ? 'is not known' : problem?.message;
  throw new Refusal('bad-request', { detail: `${problem?.instancePath ?? ''} ${what ?? ''}` });
}
