/** What will sound where, before it does. */
import { useGroups } from '../api/queries.ts';
import { useWhere } from '../parts/broadcast-words.tsx';
import { alarm } from '../words/alarm.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import { useTemplates } from './asking.ts';
import { usePlaces } from './use-places.ts';
import type { Wish } from './wish.ts';

/** Longer texts are begun. */
const SHOWN = 60;

export function useSentence({ what, text, drill, chosen }: Wish): string {
  const say = useWords(alarm);
  const language = useLanguage();
  const where = useWhere();
  const { data: templates = [] } = useTemplates();
  const { data: groups = [] } = useGroups();
  const { hamlets } = usePlaces();
  const at = chosen === undefined ? hamlets : hamlets.filter(({ id }) => chosen.areaIds.includes(id));
  const inGroups = groups.filter(({ id }) => chosen?.groupIds.includes(id));
  const households = at.reduce((sum, each) => sum + each.households, 0);
  const places = [...inGroups.map(({ name }) => name), ...(at.length > 0 ? [where({ hamlets: at, households })] : [])];
  const title = templates.find(({ id }) => id === what)?.title[language] ?? text.trim();
  const shown = title.length > SHOWN ? `${title.slice(0, SHOWN)}…` : title;
  return say(drill ? 'sentenceDrill' : 'sentence', { what: shown, places: places.join(', ') });
}
