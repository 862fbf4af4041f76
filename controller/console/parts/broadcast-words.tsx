/** Where a broadcast sounds, in words that are as short as can be and still true. */
import { common } from '../words/common.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';

interface Where {
  hamlets: readonly { name: string }[];
  households: number;
}

/** More names than these are a number. */
const NAMED = 3;

/** Names of a few hamlets, the number of many. */
export function usePlaces(): (hamlets: Where['hamlets']) => string {
  const say = useWords(common);
  return (hamlets) =>
    hamlets.length <= NAMED ? hamlets.map(({ name }) => name).join(', ') : say('hamlets', { count: hamlets.length });
}

/** `Thôn Trại, Đồng Gai · 200 hộ`, `12 thôn · 3.000 hộ` */
export function useWhere(): (where: Where) => string {
  const say = useWords(common);
  const placesOf = usePlaces();
  const { plain } = useNumbers();
  return ({ hamlets, households }) => {
    const places = placesOf(hamlets);
    const homes = say('households', { count: households, number: plain(households) });
    return places === '' ? homes : `${places} · ${homes}`;
  };
}
