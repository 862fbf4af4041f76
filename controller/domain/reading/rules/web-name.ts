/** Names of sites and mailboxes: words written together without marks. */
import { parseTable } from '../tables/parse-table.ts';
import { WEB_WORDS } from '../tables/web-words.ts';
import { isBareSyllable } from '../vietnamese.ts';

const WORDS: ReadonlyMap<string, string> = new Map(parseTable(WEB_WORDS));
const LONGEST_NAME = 40;
const LONGEST_WORD = 14;
const CLOSED = /^(?:\w{3,}|\w*[cmnpt])$/;

interface Cut {
  pieces: readonly string[];
  known: number;
}

/**
 * The name cut into the fewest words of the table and bare syllables ("xatanyen" → xã tân yên, "ngocthien" → ngoc
 * thien); undefined when that is not possible, or when nothing says that it is Vietnamese at all ("homepage").
 */
export function wordsOfName(name: string): string | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  const best: (Cut | undefined)[] = [{ pieces: [], known: 0 }];
  for (let end = 1; end <= name.length; end++) {
    for (let from = Math.max(0, end - LONGEST_WORD); from < end; from++) {
      const head = best[from];
      const next = head && extend(head, name.slice(from, end));
      if (next !== undefined && isBetter(next, best[end])) best[end] = next;
    }
  }
  const cut = best[name.length];
  if (cut === undefined) return undefined;
  const sure = cut.known > 0 || cut.pieces.every((piece) => CLOSED.test(piece));
  return sure ? cut.pieces.join(' ') : undefined;
}

function extend({ pieces, known }: Cut, piece: string): Cut | undefined {
  const word = WORDS.get(piece);
  if (word !== undefined) return { pieces: [...pieces, word], known: known + piece.length };
  return piece.length >= 2 && isBareSyllable(piece) ? { pieces: [...pieces, piece], known } : undefined;
}

const isBetter = (one: Cut, other: Cut | undefined): boolean =>
  other === undefined ||
  one.known > other.known ||
  (one.known === other.known && one.pieces.length < other.pieces.length);
