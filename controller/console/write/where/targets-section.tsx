/** Where it is to sound: everywhere, groups, hamlets, single clusters; households are counted as one chooses. */
import { Button, Checkbox } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useAreas, useClusters, useCommune, useGroups } from '../../api/queries.ts';
import { fold } from '../../parts/fold.ts';
import { Section } from '../../parts/page.tsx';
import { Waiting } from '../../parts/told.tsx';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import type { Targets } from '../draft/draft.ts';
import { type DraftStore, useField } from '../draft/draft-store.ts';
import styles from '../write.module.css';
import { countTargets, hamletName } from './count-targets.ts';
import { type Choice, PlaceChoice } from './place-choice.tsx';
import { TargetsMap } from './targets-map.tsx';
import { type Place, toggleTarget } from './toggle-target.ts';
import { useCountWords } from './use-count-words.ts';

export function TargetsSection({ store }: { store: DraftStore }) {
  const say = useWords(write);
  const countWords = useCountWords();
  const targets = useField(store, 'targets');
  const commune = useCommune();
  const { data: areas } = useAreas();
  const { data: groups } = useGroups();
  const { data: clusters } = useClusters();
  const places = useMemo(() => areas && groups && clusters && { areas, groups, clusters }, [areas, groups, clusters]);
  const choices = useMemo((): Choice[] => {
    if (places === undefined) return [];
    const of = (ids: Partial<Targets>) =>
      countWords(countTargets(places, { areaIds: [], groupIds: [], clusterIds: [], ...ids }));
    const named = (list: keyof Targets, id: string, name: string): Choice => {
      const detail = of({ [list]: [id] });
      return { list, id, name, detail, folded: fold(name) };
    };
    const hamlets = places.areas.filter(({ kind, parentId }) => kind === 'hamlet' && parentId === commune?.id);
    return [
      ...places.groups
        .filter(({ communeId }) => communeId === commune?.id)
        .map(({ id, name }) => named('groupIds', id, name)),
      ...hamlets.map((area) => named('areaIds', area.id, hamletName(area))),
    ];
  }, [places, commune?.id, countWords]);
  const clusterChoices = useMemo(
    () =>
      (places?.clusters ?? []).map(
        ({ id, code, name }): Choice => ({
          ...{ list: 'clusterIds', id, name: `${code} · ${name}`, detail: say('oneCluster') },
          folded: fold(`${code} ${name}`),
        }),
      ),
    [places, say],
  );
  const hamlets = useMemo(
    () => places?.areas.filter(({ kind, parentId }) => kind === 'hamlet' && parentId === commune?.id) ?? [],
    [places, commune?.id],
  );
  const communeId = commune?.id ?? '';
  const toggle = useCallback(
    (place: Place) => {
      const hamletIds = hamlets.map((area) => area.id);
      store.choose({ targets: toggleTarget(store.now().targets, place, communeId, hamletIds) });
    },
    [store, hamlets, communeId],
  );
  if (places === undefined || commune === undefined) return <Waiting />;
  const isWhole = targets.areaIds.includes(commune.id);
  const chosen = countTargets(places, targets);
  return (
    <Section title={say('where')} id="where">
      <p className={styles.count} role="status">
        {chosen.hamletIds.size === 0 ? say('nowhereYet') : countWords(chosen)}
      </p>
      <Checkbox
        label={say('wholeCommune', {
          name: commune.name.replace(/^(Xã|Phường|Đặc khu)/, (kind) => kind.toLowerCase()),
        })}
        checked={isWhole}
        onChange={(event) =>
          store.choose({
            targets: { areaIds: event.currentTarget.checked ? [commune.id] : [], groupIds: [], clusterIds: [] },
          })
        }
      />
      <TargetsMap
        communeId={commune.id}
        hamlets={hamlets}
        chosen={chosen.hamletIds}
        onHamlet={(id) => toggle({ list: 'areaIds', id })}
      />
      <PlaceChoice
        choices={choices}
        clusterChoices={clusterChoices}
        targets={targets}
        isWhole={isWhole}
        onToggle={toggle}
      />
      {!isWhole && chosen.hamletIds.size > 0 && (
        <Button
          variant="subtle"
          onClick={() => store.choose({ targets: { areaIds: [], groupIds: [], clusterIds: [] } })}
        >
          {say('clearPlaces')}
        </Button>
      )}
    </Section>
  );
}
