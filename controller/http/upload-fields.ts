/** What a sender says of a file, from a form or from the metadata of an upload in pieces. */
import { BulletinUploadFieldsSchema } from '@loa-lang/schemas/http/bulletins';
import { Value } from 'typebox/value';
import type { UploadDescription } from '../ports/uploads.ts';
import { Refusal } from '../services/refusal.ts';
import { inOptional } from './instants.ts';

/** @throws Refusal naming the first field that is wrong */
export function readUploadFields(fields: Record<string, unknown>, fileName: string): UploadDescription {
  if (!Value.Check(BulletinUploadFieldsSchema, fields)) {
    const [problem] = Value.Errors(BulletinUploadFieldsSchema, fields);
    throw new Refusal('bad-request', { detail: `${problem?.instancePath ?? ''} ${problem?.message ?? ''}` });
  }
  const { validUntil, keep, ...given } = fields;
  return { ...given, keep: keep === 'true', fileName, ...inOptional('validUntil', validUntil) };
}
