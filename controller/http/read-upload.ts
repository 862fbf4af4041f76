/** Reads an upload form: one file, streamed, and its fields before or after it. */

import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { BulletinRecord } from '../ports/bulletin-store.ts';
import type { Bulletins } from '../services/bulletins.ts';
import { Refusal } from '../services/refusal.ts';
import { readUploadFields } from './upload-fields.ts';

type TakeUpload = (...upload: Parameters<Bulletins['fromUpload']>) => Promise<BulletinRecord>;

export async function readUpload(
  request: Pick<FastifyRequest, 'isMultipart' | 'parts'>,
  limitBytes: number,
  take: TakeUpload,
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
        () => describe(part, fields, parts),
      );
  }
  throw new Refusal('upload-missing');
}

/** Set by the parser after the limit was passed, without any error: it must be asked for. */
const isTruncated = (part: MultipartFile): boolean => part.file.truncated;

/** Reads what follows the file, then checks all fields together. */
async function describe(file: MultipartFile, fields: Record<string, unknown>, rest: AsyncIterableIterator<Multipart>) {
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    if (next.value.type === 'field') fields[next.value.fieldname] = next.value.value;
    else next.value.file.resume();
  }
  return readUploadFields(fields, file.filename);
}
