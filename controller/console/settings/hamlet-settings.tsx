/** The hamlets: renamed and counted anew in place; further ones by the table. */

import type { AreaBody } from '@loa-lang/schemas/http/areas';
import { Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { patch } from '../api/ask.ts';
import { KEYS, useAreas } from '../api/queries.ts';
import register from '../parts/register/register.module.css';
import { HamletTable } from '../parts/register/register-tables.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Empty } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { settings } from '../words/settings.ts';
import { useWords } from '../words/words.ts';

export function HamletSettings({ communeId }: { communeId: string }) {
  const say = useWords(settings);
  const { data: areas = [] } = useAreas();
  const hamlets = areas.filter(({ parentId, kind }) => kind === 'hamlet' && parentId === communeId);
  return (
    <div className={register.stack}>
      {hamlets.length === 0 && <Empty title={say('noHamlets')} />}
      <ul className={register.list}>
        {hamlets.map((hamlet) => (
          <li key={hamlet.id}>
            <HamletRow key={`${hamlet.name}/${hamlet.households}`} hamlet={hamlet} />
          </li>
        ))}
      </ul>
      <h3>{say('addByTable')}</h3>
      <HamletTable communeId={communeId} />
    </div>
  );
}

function HamletRow({ hamlet }: { hamlet: AreaBody }) {
  const say = useWords(settings);
  const sayCommon = useWords(common);
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const [name, setName] = useState(hamlet.name);
  const [households, setHouseholds] = useState(hamlet.households);
  const change = async (fields: object) => {
    await patch(`/areas/${hamlet.id}`, fields);
    await client.invalidateQueries({ queryKey: KEYS.areas });
  };
  const save = useMutation({
    mutationFn: () => change({ name, households }),
    onSuccess: () =>
      tell({
        text: sayCommon('saved'),
        undo: () => change({ name: hamlet.name, households: hamlet.households }),
      }),
    onError: tellProblem,
  });
  const isChanged = name !== hamlet.name || households !== hamlet.households;
  return (
    <form
      className={register.line}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        aria-label={say('rename', { name: hamlet.name })}
        required
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NumberInput
        aria-label={say('householdsOf', { name: hamlet.name })}
        min={0}
        max={1_000_000}
        w="8rem"
        value={households}
        onChange={(value) => setHouseholds(Number(value) || 0)}
      />
      <Button type="submit" variant="default" disabled={!isChanged} loading={save.isPending}>
        {sayCommon('save')}
      </Button>
    </form>
  );
}
