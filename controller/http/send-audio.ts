/** Sends a bulletin's audio, in whole or by range, reading only what is asked for. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AssetStore } from '../ports/audio.ts';
import type { AssetRecord, BulletinRecord } from '../ports/bulletin-store.ts';
import { Refusal } from '../services/refusal.ts';
import { type ByteRange, parseRange } from './byte-range.ts';

const PIECE_BYTES = 256 * 1024;

export async function sendAudio(
  bulletin: BulletinRecord,
  language: string | undefined,
  assets: AssetStore,
  request: Pick<FastifyRequest, 'headers'>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { versions } = bulletin;
  const version = language === undefined ? versions[0] : versions.find((each) => each.language === language);
  if (language !== undefined && version === undefined) throw new Refusal('language-version-unknown', { language });
  const asset = version?.asset;
  if (asset === undefined) throw new Refusal('bulletin-not-ready', { title: bulletin.title });
  // for the browser that asked, which hears it again and looks for another place in it
  reply.header('cache-control', 'private, no-cache');
  return sendAsset({ ...asset, title: bulletin.title }, assets, request, reply);
}

/** @param asset with the title that a saved file gets */
export async function sendAsset(
  { assetId, sizeBytes, title }: Pick<AssetRecord, 'assetId' | 'sizeBytes'> & { title: string },
  assets: AssetStore,
  request: Pick<FastifyRequest, 'headers'>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!(await assets.has(assetId))) throw new Refusal('not-found');
  reply
    .header('accept-ranges', 'bytes')
    .header('etag', `"${assetId}"`)
    .header('content-disposition', `inline; filename*=UTF-8''${encodeName(title)}.opus`)
    .type('audio/ogg; codecs=opus');
  const wished = parseRange(request.headers.range, sizeBytes);
  if (wished === 'beyond') return reply.status(416).header('content-range', `bytes */${sizeBytes}`).send('');
  const range = wished === 'whole' ? { from: 0, until: sizeBytes } : wished;
  if (wished !== 'whole') {
    reply.status(206).header('content-range', `bytes ${range.from}-${range.until - 1}/${sizeBytes}`);
  }
  return reply
    .header('content-length', range.until - range.from)
    .send(Readable.from(pieces(assets, assetId, range), { objectMode: false }));
}

async function* pieces(assets: AssetStore, assetId: string, { from, until }: ByteRange): AsyncGenerator<Uint8Array> {
  for (let at = from; at < until; at += PIECE_BYTES) {
    yield await assets.read(assetId, at, Math.min(at + PIECE_BYTES, until));
  }
}

/** RFC 8187: what encodeURIComponent leaves and the header may not carry. */
const encodeName = (name: string): string =>
  encodeURIComponent(Buffer.from([...name.replace(/[.\s]+$/, '')].slice(0, 100).join('')).toString()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
