/** Which devices have not obeyed yet what was set. */
import type { SettingsStateListSchema } from '@loa-lang/schemas/http/cluster-settings';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { Link } from 'wouter';
import { ask } from '../api/ask.ts';
import { useClusters } from '../api/queries.ts';
import { Section } from '../parts/page.tsx';
import { Rows } from '../parts/rows.tsx';
import { Told } from '../parts/told.tsx';
import { useLanguage } from '../words/language.ts';
import { unitSettings } from '../words/unit-settings.ts';
import { useWords } from '../words/words.ts';

/** Devices answer within seconds; those that are away, when they are back. */
const LOOK_MS = 5000;

export function SettingsStates() {
  const say = useWords(unitSettings);
  const language = useLanguage();
  const { data: clusters = [] } = useClusters();
  const read = useQuery({
    queryKey: ['unit-settings'],
    queryFn: async ({ signal }) =>
      (await ask<Static<typeof SettingsStateListSchema>>('/cluster-settings', { signal })).clusters.filter(
        ({ state }) => state !== 'applied',
      ),
    refetchInterval: ({ state }) => (state.data?.some((each) => each.state === 'waiting') === true ? LOOK_MS : false),
  });
  const names = new Map(clusters.map(({ id, code, name }) => [id, `${code} · ${name}`]));
  return (
    <Section title={say('states')}>
      <Told query={read} isEmpty={(list) => list.length === 0} empty={<p className="soft">{say('allApplied')}</p>}>
        {(list) => (
          <Rows
            items={list}
            keyOf={({ clusterId }) => clusterId}
            rowHeight={52}
            maxHeight="40vh"
            label={say('states')}
            row={({ clusterId, message }) => (
              <div style={{ padding: '0.625rem 0' }}>
                <Link href={`/cum-loa/${clusterId}`}>{names.get(clusterId) ?? clusterId}</Link>: {message[language]}
              </div>
            )}
          />
        )}
      </Told>
    </Section>
  );
}
