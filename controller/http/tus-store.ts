/** Uploads in pieces as the tus server wants to see them. */
import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { ABANDONED_AFTER_MS, type ResumableUploads } from '../services/recordings/resumable-uploads.ts';
import { Refusal } from '../services/refusal.ts';
import { readUploadFields } from './upload-fields.ts';

/** Fields that clients add of their own accord: the file's type, by its name, which is not believed. */
const NOT_OURS = new Set(['filename', 'filetype', 'type', 'name', 'relativePath']);

export class TusStore extends DataStore {
  readonly #uploads: ResumableUploads;

  constructor(uploads: ResumableUploads) {
    super();
    this.#uploads = uploads;
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  }

  override async create(upload: Upload): Promise<Upload> {
    const metadata = Object.entries(upload.metadata ?? {}).map(([name, value]) => [name, value ?? ''] as const);
    const fields = Object.fromEntries(metadata);
    const ours = Object.fromEntries(metadata.filter(([name]) => !NOT_OURS.has(name)));
    const description = readUploadFields(ours, fields.filename ?? fields.name ?? '');
    await this.#uploads.create(upload.id, upload.size ?? 0, description, fields);
    return upload;
  }

  override write(stream: Readable, id: string, offset: number): Promise<number> {
    return this.#uploads.append(id, offset, stream);
  }

  /** The period counts from the last piece: whoever goes on sending is not cut off. What is whole does not expire. */
  override async getUpload(id: string): Promise<Upload> {
    const { sizeBytes, receivedBytes, fields, lastPieceAt, done } = await this.#uploads.find(id).catch((error) => {
      throw error instanceof Refusal ? ERRORS.FILE_NOT_FOUND : error;
    });
    return new Upload({
      id,
      size: sizeBytes,
      offset: receivedBytes,
      metadata: fields,
      creation_date: new Date(done ? Date.now() : lastPieceAt).toISOString(),
    });
  }

  override remove(id: string): Promise<void> {
    return this.#uploads.remove(id);
  }

  override getExpiration(): number {
    return ABANDONED_AFTER_MS;
  }
}
