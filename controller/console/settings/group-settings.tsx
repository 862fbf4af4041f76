/** Groups of hamlets and clusters that bulletins are sent to as one. */
import type { GroupBody } from '@loa-lang/schemas/http/areas';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, remove } from '../api/ask.ts';
import { KEYS, useAreas, useClusters, useGroups } from '../api/queries.ts';
import register from '../parts/register/register.module.css';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { groups as words } from '../words/groups.ts';
import { useWords } from '../words/words.ts';
import { type EditedGroup, GroupForm } from './group-form.tsx';

export function GroupSettings({ communeId }: { communeId: string }) {
  const say = useWords(words);
  const [edited, setEdited] = useState<EditedGroup>();
  const read = useGroups();
  const own = (all: readonly GroupBody[]) => all.filter((group) => group.communeId === communeId);
  return (
    <div className={register.stack}>
      <p className="soft">{say('why')}</p>
      <Told query={read} isEmpty={(all) => own(all).length === 0} empty={<Empty title={say('none')} />}>
        {(all) => (
          <ul className={register.list} aria-label={say('list')}>
            {own(all).map((group) => (
              <li key={group.id}>
                <GroupLine group={group} onEdit={() => setEdited(group)} />
              </li>
            ))}
          </ul>
        )}
      </Told>
      <div>
        <Button onClick={() => setEdited('new')}>{say('add')}</Button>
      </div>
      {edited !== undefined && <GroupForm communeId={communeId} edited={edited} onClose={() => setEdited(undefined)} />}
    </div>
  );
}

function GroupLine({ group, onEdit }: { group: GroupBody; onEdit: () => void }) {
  const say = useWords(words);
  const sayCommon = useWords(common);
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const { data: areas = [] } = useAreas();
  const { data: clusters = [] } = useClusters();
  const { id, ...fields } = group;
  const fresh = () => client.invalidateQueries({ queryKey: KEYS.groups });
  const members = [
    ...areas.filter((area) => group.areaIds.includes(area.id)).map(({ name }) => name),
    ...clusters.filter((cluster) => group.clusterIds.includes(cluster.id)).map(({ code, name }) => `${code} · ${name}`),
  ];
  const drop = async () => {
    try {
      await remove(`/groups/${id}`);
      tell({
        text: say('removed', { name: group.name }),
        undo: async () => {
          await post('/groups', fields);
          await fresh();
        },
      });
    } catch (error) {
      tellProblem(error);
    }
    await fresh();
  };
  return (
    <>
      <span>
        <strong>{group.name}</strong>
        <br />
        <small className="soft">{members.length === 0 ? say('empty') : members.join(', ')}</small>
      </span>
      <span className={register.line}>
        <Button variant="default" onClick={onEdit} aria-label={say('editNamed', { name: group.name })}>
          {sayCommon('edit')}
        </Button>
        <Button variant="subtle" onClick={() => void drop()} aria-label={say('removeNamed', { name: group.name })}>
          {sayCommon('remove')}
        </Button>
      </span>
    </>
  );
}
