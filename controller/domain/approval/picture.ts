/** What a picture is, by its first bytes; names and declared types are not believed. */

export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

/** A telephone's photo of a sheet of paper, and some. */
export const MAX_PICTURE_BYTES = 5 * 1024 * 1024;

/** JPEG (ITU T.81: SOI and a marker), PNG (W3C, 5.2), WebP (RFC 9649: RIFF of the kind WEBP). */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  return undefined;
}
