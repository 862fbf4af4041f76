/** Source bulletins as HTTP reads and shows them. */
import type {
  SourceBulletinCreate,
  SourceDeliveredBody,
  SourceEntryBody,
} from '@loa-lang/schemas/http/source-bulletins';
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import type { RequestedTargets } from '../domain/placement/placement.ts';
import type { SourceBulletin, SourceContent, SourceDelivery, SourceNotice } from '../domain/sources/source-bulletin.ts';
import type { SourceEntry, SourceRecord } from '../ports/source-store.ts';
import { Refusal } from '../services/refusal.ts';
import { inInstant, outInstant, outOptional } from './instants.ts';

/** @param recording that came beside the body. @throws Refusal naming what is wrong */
export function sourceNoticeOf(
  body: SourceBulletinCreate,
  recording?: Extract<SourceContent, { audio: Uint8Array }>,
): { notice: SourceNotice; requested: RequestedTargets } {
  const { sourceId, externalId, level, rank, title, language = FALLBACK_LANGUAGE, validUntil } = body;
  const notice = {
    ...{ sourceId, externalId, level, rank, title, language },
    content: recording === undefined ? contentOf(body) : beside(body, recording),
    validUntil: validUntil === undefined ? undefined : inInstant(validUntil),
  };
  return { notice, requested: requestedOf(body) };
}

function contentOf({ text, audio }: SourceBulletinCreate): SourceContent {
  if (text !== undefined && audio === undefined) return { text };
  if (audio === undefined || text !== undefined) throw new Refusal('source-content-one');
  const { fileName, base64 } = audio;
  const bytes = Buffer.from(base64, 'base64');
  // what is no base64 is skipped without a word when it is decoded
  const isWhole = bytes.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '');
  if (!isWhole || bytes.length === 0) throw new Refusal('source-audio-broken');
  return { fileName, audio: bytes };
}

function beside<Recording extends { audio: Uint8Array }>({ text, audio }: SourceBulletinCreate, recording: Recording) {
  if (text !== undefined || audio !== undefined) throw new Refusal('source-content-one');
  if (recording.audio.length === 0) throw new Refusal('source-audio-broken');
  return recording;
}

function requestedOf({ communeIds, targets }: SourceBulletinCreate): RequestedTargets {
  if ((communeIds === undefined) === (targets === undefined)) throw new Refusal('source-targets-one');
  const { areaIds = communeIds ?? [], groupIds = [], clusterIds = [] } = targets ?? {};
  return { areaIds, groupIds, clusterIds };
}

const noticeBody = (source: SourceBulletin) => {
  const { sourceId, externalId, version, level, rank, title, language, content } = source;
  return {
    ...{ sourceId, externalId, version, level, rank, title, language },
    ...('text' in content ? { text: content.text } : { fileName: content.fileName }),
    ...outOptional('validUntil', source.validUntil),
    receivedAt: outInstant(source.receivedAt),
    ...outOptional('withdrawnAt', source.withdrawn?.at),
  };
};

const deliveryBody = ({ id, communeId, state, bulletinId, broadcastId, reason, decided }: SourceDelivery) => ({
  ...{ id, communeId, state, bulletinId },
  ...(broadcastId !== undefined && { broadcastId }),
  ...(reason !== undefined && { reason }),
  ...(decided !== undefined && { decidedBy: decided.by.name, decidedAt: outInstant(decided.at) }),
});

export const deliveredBody = ({ source, deliveries }: SourceRecord): SourceDeliveredBody => ({
  ...noticeBody(source),
  deliveries: deliveries.filter(({ dropped }) => !dropped).map(deliveryBody),
});

export const sourceEntryBody = ({ source, delivery }: SourceEntry): SourceEntryBody => ({
  ...noticeBody(source),
  ...deliveryBody(delivery),
});
