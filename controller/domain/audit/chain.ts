/** The chain: each entry carries the hash of the one before it, so that none can be changed, left out or put in. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../text/canonical-json.ts';
import type { AuditEntry } from './audit-entry.ts';

/** A place in the chain; whoever has noted one sees later whether the log still leads there. */
export interface AuditHead {
  /** counts from 1 */
  seq: number;
  /** SHA-256, lower-case hexadecimal */
  hash: string;
}

export interface ChainedEntry extends AuditEntry, AuditHead {
  previousHash: string;
}

/** Before the first entry. */
export const GENESIS: AuditHead = { seq: 0, hash: '0'.repeat(64) };

/** Of the canonical JSON of the entry, its place and the hash before it. */
export const hashOf = ({ hash: _, ...row }: Omit<ChainedEntry, 'hash'> & { hash?: string }): string =>
  createHash('sha256').update(canonicalJson(row)).digest('hex');

/** U+0000, halves of pairs and fields named `__proto__` are nothing that a database would give back as it was. */
function storable<T>(value: T): T;
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\0|\p{Surrogate}/gu, '\u{FFFD}');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => storable(each));
  const fields = Object.entries(value).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(fields.map(([key, inner]) => [storable(key), storable(inner)]));
}

/** The entries as they follow `head`. */
export function chained(entries: readonly AuditEntry[], head: AuditHead): ChainedEntry[] {
  let last = head;
  return entries.map((entry) => {
    const row = { ...storable(entry), seq: last.seq + 1, previousHash: last.hash };
    const next = { ...row, hash: hashOf(row) };
    last = next;
    return next;
  });
}

/**
 * `missing`: there is no such entry, and there was one; `changed`: it is not what was written; `misplaced`: it does not
 * follow the one before it; `cut`: the end of the log is gone; `rewritten`: the log led elsewhere when that was noted.
 */
export interface ChainFault {
  kind: 'missing' | 'changed' | 'misplaced' | 'cut' | 'rewritten';
  /** the first entry that is wrong */
  seq: number;
}

/** Looks at the entries one by one, in their order. */
export class ChainCheck {
  readonly #noted: readonly AuditHead[];
  readonly #highest: number;
  #last: AuditHead = GENESIS;

  /** @param noted heads that are known from elsewhere */
  constructor(noted: readonly AuditHead[] = []) {
    this.#noted = noted;
    this.#highest = Math.max(0, ...noted.map(({ seq }) => seq));
  }

  get last(): AuditHead {
    return this.#last;
  }

  take(entry: ChainedEntry): ChainFault | undefined {
    const { seq, hash, previousHash } = entry;
    const expected = this.#last.seq + 1;
    if (seq < expected) return { kind: 'misplaced', seq };
    if (seq > expected) return { kind: 'missing', seq: expected };
    if (hash !== hashOf(entry)) return { kind: 'changed', seq };
    if (previousHash !== this.#last.hash) return { kind: 'misplaced', seq };
    // of one entry several may be noted, and none may be passed over
    if (this.#noted.some((head) => head.seq === seq && head.hash !== hash)) return { kind: 'rewritten', seq };
    this.#last = { seq, hash };
    return undefined;
  }

  /** After the last entry. */
  end(): ChainFault | undefined {
    return this.#highest > this.#last.seq ? { kind: 'cut', seq: this.#last.seq + 1 } : undefined;
  }
}
