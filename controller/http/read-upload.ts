/** Reads an upload form: one file, streamed, and its fields before or after it. */

import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../services/refusal.ts';

type TakeUpload<Description, Taken> = (
  bytes: AsyncIterable<Uint8Array>,
  tooLarge: () => boolean,
  describe: () => Promise<Description>,
) => Promise<Taken>;

/** As long as a list of four thousand communes. */
const MAX_FIELD_BYTES = 256 * 1024;

/** @param readFields what the fields and the file's name say; @throws Refusal for wrong ones */
export async function readUpload<Description, Taken>(
  request: Pick<FastifyRequest, 'isMultipart' | 'parts'>,
  limitBytes: number,
  readFields: (fields: Record<string, unknown>, fileName: string) => Description | Promise<Description>,
  take: TakeUpload<Description, Taken>,
): Promise<Taken> {
  if (!request.isMultipart()) throw new Refusal('media-type-unknown');
  const parts = request.parts({ limits: { fileSize: limitBytes, files: 1, fields: 16, fieldSize: MAX_FIELD_BYTES } });
  const fields: Record<string, unknown> = {};
  for await (const part of parts) {
    if (part.type === 'field') fields[part.fieldname] = part.value;
    else
      return take(
        part.file,
        () => isTruncated(part),
        async () => {
          await readRest(fields, parts);
          return readFields(fields, part.filename);
        },
      );
  }
  throw new Refusal('upload-missing');
}

/** Set by the parser after the limit was passed, without any error: it must be asked for. */
const isTruncated = (part: MultipartFile): boolean => part.file.truncated;

/** What follows the file. */
async function readRest(fields: Record<string, unknown>, rest: AsyncIterableIterator<Multipart>): Promise<void> {
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    if (next.value.type === 'field') fields[next.value.fieldname] = next.value.value;
    else next.value.file.resume();
  }
}
