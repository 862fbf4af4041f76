/** What the disk's errors mean. */

/** no room, no quota, larger than files may be */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export const isNoRoom = (error: unknown): boolean => NO_ROOM.has(codeOf(error));
