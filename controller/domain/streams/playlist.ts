/** Lists of addresses that stations hand out (M3U, PLS), and how they are told from what ffmpeg reads itself. */

/** Longer ones are collections of music. */
const MOST_ENTRIES = 8;

export type ListKind = 'hls' | 'm3u' | 'pls';

/** @param contentType as the server says, without parameters, lower case */
export function listKind(text: string, contentType: string): ListKind | undefined {
  const begins = text.replace(/^\uFEFF/, '').trimStart();
  if (begins.startsWith('#EXTM3U')) return begins.includes('#EXT-X-') ? 'hls' : 'm3u';
  if (/^\[playlist\]/i.test(begins) || contentType === 'audio/x-scpls') return 'pls';
  if (['audio/x-mpegurl', 'audio/mpegurl'].includes(contentType)) return 'm3u';
  // many lists come as plain text
  return contentType === 'text/plain' && /^https?:\/\//i.test(begins) ? 'm3u' : undefined;
}

/** Addresses of a list, in its order, absolute. @param base where the list was */
export function entriesOf(text: string, kind: 'm3u' | 'pls', base: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const named =
    kind === 'm3u'
      ? lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
      : lines.flatMap((line) => /^\s*File\d+\s*=\s*(\S.*)$/i.exec(line)?.[1]?.trim() ?? []);
  const addresses = named.flatMap((entry) => {
    const url = URL.canParse(entry, base) ? new URL(entry, base) : undefined;
    return url?.protocol === 'http:' || url?.protocol === 'https:' ? [url.href] : [];
  });
  return [...new Set(addresses)].slice(0, MOST_ENTRIES);
}

/** A page for people stands where a stream should. */
export const isHtml = (text: string, contentType: string): boolean =>
  contentType === 'text/html' || /^\s*(<!doctype html|<html|<head|<body)/i.test(text);
