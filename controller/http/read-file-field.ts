/** The one file of a form. */
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../services/refusal.ts';

/** @throws Refusal when it is no form, has no file, or the file is larger than allowed */
export async function readFileField(
  request: Pick<FastifyRequest, 'isMultipart' | 'file'>,
  maxBytes: number,
): Promise<Uint8Array> {
  if (!request.isMultipart()) throw new Refusal('media-type-unknown');
  const part = await request.file({ limits: { fileSize: maxBytes, files: 1 } });
  if (part === undefined) throw new Refusal('upload-missing');
  const chunks: Buffer[] = [];
  for await (const chunk of part.file) chunks.push(chunk as Buffer);
  if (part.file.truncated) throw new Refusal('upload-too-large', { limitMb: Math.floor(maxBytes / 1_000_000) });
  return Buffer.concat(chunks);
}
