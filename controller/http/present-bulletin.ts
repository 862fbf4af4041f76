/** Bulletins as HTTP shows them. */
import type { Notice } from '@loa-lang/schemas/errors/body';
import { errorText, isErrorCode } from '@loa-lang/schemas/errors/codes';
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import { readWarning } from '../domain/text/stored-warning.ts';
import type { BulletinRecord, VersionRecord } from '../ports/bulletin-store.ts';
import { outInstant, outOptional } from './instants.ts';

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

function stateOf(versions: readonly VersionRecord[]): BulletinBody['state'] {
  if (versions.some((version) => version.state === 'processing')) return 'processing';
  return versions.some((version) => version.state === 'ready') ? 'ready' : 'failed';
}

export function bulletinBody(record: BulletinRecord): BulletinBody {
  const { versions, validUntil, createdAt, removedAt, ...bulletin } = record;
  const [first] = versions;
  const failed = versions.find((version) => version.fault !== undefined);
  return {
    ...bulletin,
    state: stateOf(versions),
    language: first?.language ?? '',
    ...contentOf(first ?? {}),
    ...outOptional('validUntil', validUntil),
    createdAt: outInstant(createdAt),
    ...outOptional('removedAt', removedAt),
    ...(failed?.fault !== undefined && { fault: noticeOf(failed.fault) }),
    warnings: [...new Set(versions.flatMap((version) => version.warnings))].map(noticeOf),
    versions: versions.map(versionBody),
  };
}
