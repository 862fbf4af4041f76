/** Sends a recording in pieces over tus 1.0.0: what has arrived stays when the connection does not. */

import type { ErrorBody } from '@loa-lang/schemas/errors/body';
import { PAGE_HEADER } from '@loa-lang/schemas/http/sign-in';
import { addressOf } from '../../api/ask.ts';
import { Problem } from '../../api/problem.ts';

/** Small enough that a bad connection gets one through, large enough that a good one is not slowed. */
const PIECE = 512 * 1024;
/** A lost connection comes back; so long apart is it looked for. */
const WAITS_MS = [1000, 2000, 4000, 8000, 15_000];

export interface Upload {
  file: Blob;
  fileName: string;
  fields: Readonly<Record<string, string>>;
  /** where an earlier try has begun */
  uploadUrl?: string | undefined;
  onBegun: (uploadUrl: string) => void;
  /** 0…1; `isWaiting` while there is no connection */
  onProgress: (share: number, isWaiting: boolean) => void;
  signal: AbortSignal;
}

/** @returns the bulletin's id @throws Problem for what no further try can mend */
export async function sendUpload(upload: Upload): Promise<string> {
  let url = upload.uploadUrl;
  for (let tries = 0; ; tries++) {
    try {
      url ??= await begin(upload);
      await sendRest(upload, url, () => {
        tries = 0;
      });
      return url.slice(url.lastIndexOf('/') + 1);
    } catch (error) {
      if (upload.signal.aborted) throw error;
      if (error instanceof Problem && (error.status === 404 || error.status === 410) && url !== undefined) {
        // too old, or given up: from the beginning
        url = undefined;
        if (tries > 2) throw error;
        continue;
      }
      const isLost = !(error instanceof Problem) || error.status === 0 || error.status === 409 || error.status >= 502;
      if (!isLost) throw error;
      upload.onProgress(-1, true);
      const waitMs = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

async function begin({ file, fileName, fields, onBegun, signal }: Upload): Promise<string> {
  const metadata = Object.entries({ ...fields, filename: fileName })
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(',');
  const answer = await tus(addressOf('/bulletins/uploads'), signal, 'POST', {
    'upload-length': String(file.size),
    'upload-metadata': metadata,
  });
  const url = new URL(answer.headers.get('location') ?? '', answer.url).pathname;
  onBegun(url);
  return url;
}

async function sendRest({ file, onProgress, signal }: Upload, url: string, onPiece: () => void): Promise<void> {
  const known = await tus(url, signal, 'HEAD');
  let offset = Number(known.headers.get('upload-offset'));
  onProgress(offset / file.size, false);
  while (offset < file.size) {
    const piece = file.slice(offset, offset + PIECE);
    const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
    const answer = await tus(url, signal, 'PATCH', headers, piece);
    offset = Number(answer.headers.get('upload-offset'));
    onPiece();
    onProgress(offset / file.size, false);
  }
}

async function tus(
  url: string,
  signal: AbortSignal,
  method: string,
  headers: Record<string, string> = {},
  body?: Blob,
): Promise<Response> {
  const answer = await fetch(url, {
    ...{ method, signal, credentials: 'same-origin' },
    headers: { ...headers, 'tus-resumable': '1.0.0', [PAGE_HEADER]: '1' },
    ...(body !== undefined && { body }),
  });
  if (answer.ok) return answer;
  const told = (await answer.json().catch(() => undefined)) as ErrorBody | undefined;
  throw new Problem(answer.status, told?.code ?? 'unexpected', told);
}

/** Of UTF-8, as the protocol has it. */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
