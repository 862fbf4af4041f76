/** How many hamlets, called what they are called. */
import type { Words } from '@loa-lang/schemas/errors/codes';

/** `3 thôn`, `2 xóm`; where kinds are mixed or not known `5 địa bàn` */
export function hamletWords(hamlets: readonly { hamletKind?: string }[]): Words {
  const kinds = new Set(hamlets.map((hamlet) => hamlet.hamletKind?.toLowerCase()));
  const [only] = kinds;
  const count = hamlets.length;
  return {
    vi: `${count} ${kinds.size === 1 && only !== undefined ? only : 'địa bàn'}`,
    en: count === 1 ? '1 hamlet' : `${count} hamlets`,
  };
}
