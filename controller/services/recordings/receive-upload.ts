/** Takes the bytes of an upload in. What is refused leaves no file and no row. */
import type { UploadStore } from '../../ports/uploads.ts';
import { Refusal } from '../refusal.ts';

export interface ReceivingDeps {
  uploads: UploadStore;
  uploadLimitBytes: number;
}

/** `tooLarge` is asked after the last byte; the file is kept under `id` once `use` has done its part. */
export async function receiveUpload<T>(
  { uploads, uploadLimitBytes }: ReceivingDeps,
  id: string,
  bytes: AsyncIterable<Uint8Array>,
  tooLarge: () => boolean,
  use: () => Promise<T>,
): Promise<T> {
  const received = await uploads.receive(id, bytes, tooLarge);
  if (!received.ok) {
    const limitMb = Math.floor(uploadLimitBytes / 1_000_000);
    if (received.fault === 'too-large') throw new Refusal('upload-too-large', { limitMb });
    throw new Refusal(received.fault === 'broken' ? 'upload-broken' : 'disk-full');
  }
  try {
    if (received.sizeBytes === 0) throw new Refusal('audio-empty');
    return await use();
  } catch (error) {
    await uploads.remove(id);
    throw error;
  }
}
