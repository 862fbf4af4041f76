/** Cuts a text where a speaker would breathe, so that long ones are spoken by several workers at once. Pure. */

/** Ends of sentences: punctuation before white space, or a line of its own. "8.500" and "14.30" hold no white space. */
const SENTENCE = /[^.!?…\n]*(?:[.!?…]+(?!\s)[^.!?…\n]*)*(?:[.!?…]+["”’)»]*|\n|$)\s*/gu;

/**
 * Whole sentences, joined until a piece has at least `wantedChars`; a single longer sentence stays whole unless it is
 * beyond `maxChars`, where it is cut after a comma or at white space. Nothing is lost but white space at the cuts.
 */
export function splitSentences(text: string, wantedChars: number, maxChars: number): string[] {
  const sentences = (text.match(SENTENCE) ?? []).flatMap((sentence) => cutLong(sentence, maxChars));
  const pieces: string[] = [];
  let piece = '';
  for (const sentence of sentences) {
    if (piece !== '' && (piece.length >= wantedChars || piece.length + sentence.length > maxChars)) {
      pieces.push(piece.trim());
      piece = '';
    }
    piece += sentence;
  }
  if (piece.trim() !== '') pieces.push(piece.trim());
  return pieces.filter((part) => part !== '');
}

function cutLong(sentence: string, maxChars: number): string[] {
  const parts: string[] = [];
  let rest = sentence;
  while (rest.length > maxChars) {
    const at = breathIn(rest.slice(0, maxChars)) ?? maxChars;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...parts, rest];
}

/** Where a too long sentence is best cut: after the last comma of its second half, else at its last white space. */
function breathIn(text: string): number | undefined {
  const comma = Math.max(text.lastIndexOf(', '), text.lastIndexOf('; '), text.lastIndexOf(': '));
  if (comma > text.length / 2) return comma + 2;
  const space = text.lastIndexOf(' ');
  return space > 0 ? space + 1 : undefined;
}
