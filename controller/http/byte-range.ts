/** One range of bytes of a `Range` header (RFC 9110, 14.1.2). */
export interface ByteRange {
  from: number;
  /** exclusive */
  until: number;
}

/**
 * `whole` where the header is absent, of another unit, or asks for several ranges, all of which a server may ignore;
 * `beyond` where it asks for nothing that exists.
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | 'whole' | 'beyond' {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'whole';
  if (first === '') {
    const suffix = Math.min(Number(last), sizeBytes);
    return suffix === 0 ? 'beyond' : { from: sizeBytes - suffix, until: sizeBytes };
  }
  const from = Number(first);
  const until = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (last !== '' && Number(last) < from) return 'whole';
  return from >= sizeBytes ? 'beyond' : { from, until };
}
