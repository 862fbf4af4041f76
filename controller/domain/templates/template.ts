/** What a template is. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { BULLETIN_CLASSES } from '@loa-lang/schemas/http/broadcasts';
import type { BulletinKind } from '@loa-lang/schemas/http/composition';
import type { FieldType } from '@loa-lang/schemas/http/templates';

export interface TemplateField {
  name: string;
  type: FieldType;
  required: boolean;
  label: Words;
  /** in the form in which a value is given */
  example: string;
}

interface Common {
  id: string;
  title: Words;
  class: (typeof BULLETIN_CLASSES)[number];
  fields: readonly TemplateField[];
  /** what its bulletins are about, where that decides who may read them later */
  category?: string;
  /** pattern of the bulletin's title */
  headline: string;
  /**
   * Patterns in order. `{name}` is filled; `[…]` is left out when a field in it is empty, and a whole sentence when an
   * empty field stands outside of brackets.
   */
  sentences: readonly string[];
  /** fields that say when it is over; without a time the whole day counts */
  ends?: { date: string; time?: string };
  /** pairs of times of which the second is the later one */
  spans?: readonly (readonly [string, string])[];
}

/** An emergency's first words are the instruction: it cannot be written otherwise. */
export type Template = Common &
  ({ kind: 'emergency'; instruction: string } | { kind: Exclude<BulletinKind, 'emergency'>; instruction?: never });

const field =
  (required: boolean) =>
  (name: string, type: FieldType, vi: string, en: string, example: string): TemplateField => ({
    name,
    type,
    required,
    label: { vi, en },
    example,
  });
export const needed = field(true);
export const optional = field(false);
