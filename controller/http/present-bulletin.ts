/** Bulletins as HTTP shows them. */
import type { Notice } from '@loa-lang/schemas/errors/body';
import { errorText, isErrorCode } from '@loa-lang/schemas/errors/codes';
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import { readWarning } from '../domain/recordings/recording-warnings.ts';
import type { BulletinRecord } from '../ports/bulletin-store.ts';
import { outInstant, outOptional } from './instants.ts';

/** A code of another version is shown as it is. */
export function noticeOf(stored: string): Notice {
  const { code, values } = readWarning(stored);
  return {
    code,
    message: isErrorCode(code) ? errorText(code, { reference: code, ...values }) : { vi: code, en: code },
  };
}

export function bulletinBody({ versions, validUntil, createdAt, ...bulletin }: BulletinRecord): BulletinBody {
  const [first] = versions;
  const failed = versions.find((version) => version.fault !== undefined);
  const state = versions.every((version) => version.state === 'ready')
    ? 'ready'
    : failed === undefined
      ? 'processing'
      : 'failed';
  return {
    ...bulletin,
    state,
    language: first?.language ?? '',
    ...(first?.text !== undefined && { text: first.text }),
    ...(first?.fileName !== undefined && { fileName: first.fileName }),
    ...(first?.voice !== undefined && { voice: first.voice }),
    ...outOptional('validUntil', validUntil),
    createdAt: outInstant(createdAt),
    ...(first?.asset !== undefined && { audio: first.asset }),
    ...(failed?.fault !== undefined && { fault: noticeOf(failed.fault) }),
    warnings: [...new Set(versions.flatMap((version) => version.warnings))].map(noticeOf),
  };
}
