/** Reads an upload form: one file, streamed, and its fields before or after it. */

import type { Multipart, MultipartFile } from '@fastify/multipart';
import { type Recipe, RecipeSchema } from '@loa-lang/schemas/http/composition';
import type { FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { BulletinRecord } from '../ports/bulletin-store.ts';
import { Refusal } from '../services/refusal.ts';

type TakeUpload<Fields extends TSchema> = (
  bytes: AsyncIterable<Uint8Array>,
  tooLarge: () => boolean,
  describe: () => Promise<{ fileName: string; fields: Static<Fields> }>,
) => Promise<BulletinRecord>;

export async function readUpload<Fields extends TSchema>(
  request: Pick<FastifyRequest, 'isMultipart' | 'parts'>,
  limitBytes: number,
  schema: Fields,
  take: TakeUpload<Fields>,
): Promise<BulletinRecord> {
  if (!request.isMultipart()) throw new Refusal('media-type-unknown');
  const parts = request.parts({ limits: { fileSize: limitBytes, files: 1, fields: 16, fieldSize: 4096 } });
  const fields: Record<string, unknown> = {};
  for await (const part of parts) {
    if (part.type === 'field') fields[part.fieldname] = part.value;
    else
      return take(
        part.file,
        () => isTruncated(part),
        async () => {
          await readRest(fields, parts);
          return { fileName: part.filename, fields: checked(schema, fields) };
        },
      );
  }
  throw new Refusal('upload-missing');
}

/** A recipe written as JSON into a form's field. */
export function recipeOfField(text: string | undefined): Recipe | undefined {
  if (text === undefined) return undefined;
  try {
    return checked(RecipeSchema, JSON.parse(text));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('bad-request', { detail: 'recipe' });
  }
}

/** Set by the parser after the limit was passed, without any error: it must be asked for. */
const isTruncated = (part: MultipartFile): boolean => part.file.truncated;

async function readRest(fields: Record<string, unknown>, rest: AsyncIterableIterator<Multipart>): Promise<void> {
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    if (next.value.type === 'field') fields[next.value.fieldname] = next.value.value;
    else next.value.file.resume();
  }
}

function checked<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  if (Value.Check(schema, value)) return value;
  const [problem] = Value.Errors(schema, value);
  throw new Refusal('bad-request', { detail: `${problem?.instancePath ?? ''} ${problem?.message ?? ''}` });
}
