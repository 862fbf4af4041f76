/** Bulletins as HTTP shows them. */
import type { Notice } from '@loa-lang/schemas/errors/body';
import { errorText, isErrorCode } from '@loa-lang/schemas/errors/codes';
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import { isOnPublicPage } from '@loa-lang/schemas/states/privacy';
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import { suggestValidUntil } from '../domain/bulletins/suggest-validity.ts';
import { readWarning } from '../domain/text/stored-warning.ts';
import type { BulletinRecord, VersionRecord } from '../ports/bulletin-store.ts';
import { outInstant, outOptional, TIME_ZONE } from './instants.ts';

/** A code of another version is shown as it is. */
export function noticeOf(stored: string): Notice {
  const { code, values } = readWarning(stored);
  return {
    code,
    message: isErrorCode(code) ? errorText(code, { reference: code, ...values }) : { vi: code, en: code },
  };
}

type VersionBody = BulletinBody['versions'][number];

const contentOf = ({ text, fileName, voice, wordsPerMinute, corrections = [], asset }: Partial<VersionRecord>) => ({
  ...(text !== undefined && { text }),
  ...(fileName !== undefined && { fileName }),
  ...(voice !== undefined && { voice }),
  ...(wordsPerMinute !== undefined && { wordsPerMinute }),
  ...(corrections.length > 0 && { corrections: [...corrections] }),
  ...(asset !== undefined && { audio: asset }),
});

const versionBody = (version: VersionRecord): VersionBody => ({
  language: version.language,
  version: version.version,
  state: version.state,
  ...contentOf(version),
  parts: version.parts ?? [{ kind: 'body' }],
  ...(version.fault !== undefined && { fault: noticeOf(version.fault) }),
  warnings: version.warnings.map(noticeOf),
});

/** Characters, so that a page of long bulletins is listed at once. */
const LOOKED_THROUGH = 5_000;

/** By its Vietnamese text; the end of the last day it names. */
function suggestedFor({ versions, validUntil, createdAt }: BulletinRecord): Pick<BulletinBody, 'suggestedValidUntil'> {
  const text = versions.find(({ language }) => language === FALLBACK_LANGUAGE)?.text;
  if (validUntil !== undefined || text === undefined) return {};
  const found = suggestValidUntil(text.slice(0, LOOKED_THROUGH), createdAt, TIME_ZONE);
  if (found === undefined) return {};
  return { suggestedValidUntil: { until: outInstant(found.until), written: found.written } };
}

function stateOf(versions: readonly VersionRecord[]): BulletinBody['state'] {
  if (versions.some((version) => version.state === 'processing')) return 'processing';
  return versions.some((version) => version.state === 'ready') ? 'ready' : 'failed';
}

export function bulletinBody(record: BulletinRecord): BulletinBody {
  const {
    versions,
    category,
    validUntil,
    createdAt,
    removedAt,
    important = false,
    onPublicPage: _said,
    stationSound: _,
    ...bulletin
  } = record;
  const [first] = versions;
  const failed = versions.find((version) => version.fault !== undefined);
  return {
    ...bulletin,
    state: stateOf(versions),
    language: first?.language ?? '',
    ...contentOf(first ?? {}),
    ...(category !== undefined && { category }),
    important,
    onPublicPage: isOnPublicPage(record),
    ...outOptional('validUntil', validUntil),
    ...suggestedFor(record),
    createdAt: outInstant(createdAt),
    ...outOptional('removedAt', removedAt),
    ...(failed?.fault !== undefined && { fault: noticeOf(failed.fault) }),
    warnings: [...new Set(versions.flatMap((version) => version.warnings))].map(noticeOf),
    versions: versions.map(versionBody),
  };
}
