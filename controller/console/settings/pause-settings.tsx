/** Planned power cuts and repairs of a place: what is expected calls nobody, and broadcasts are warned of it. */
import type { MaintenanceListSchema } from '@loa-lang/schemas/http/incidents';
import type { OutageBody } from '@loa-lang/schemas/http/readiness';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask, post, query, remove } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import register from '../parts/register/register.module.css';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { pauses } from '../words/pauses.ts';
import { useWords } from '../words/words.ts';
import { PauseForm, type PauseKind } from './pause-form.tsx';

const OUTAGES = ['outages'] as const;
const WINDOWS = ['maintenance'] as const;

interface Pause {
  id: string;
  name: string;
  from: string;
  until: string;
  reason: string;
}

export function PauseSettings({ communeId }: { communeId: string }) {
  const say = useWords(pauses);
  const may = useMay();
  const [adds, setAdds] = useState<PauseKind>();
  const outages = useQuery({
    queryKey: [...OUTAGES, communeId],
    queryFn: async ({ signal }) =>
      (await ask<{ outages: OutageBody[] }>(`/outages${query({ communeId })}`, { signal })).outages,
  });
  const windows = useQuery({
    queryKey: WINDOWS,
    queryFn: async ({ signal }) =>
      (await ask<Static<typeof MaintenanceListSchema>>('/maintenance-windows', { signal })).windows,
  });
  const acts = useEndings(communeId);
  return (
    <div className={register.stack}>
      <h3>{say('outages')}</h3>
      <p className="soft">{say('outagesWhy')}</p>
      <Told query={outages} isEmpty={(all) => all.length === 0} empty={<p className="soft">{say('noOutages')}</p>}>
        {(all) => (
          <Lines
            label={say('outages')}
            pauses={all.map(({ hamlet, ...more }) => ({ ...more, name: hamlet }))}
            act={say('remove')}
            {...(may('schedule') && { onAct: acts.removeOutage })}
          />
        )}
      </Told>
      {may('schedule') && <Add label={say('addOutage')} onAdd={() => setAdds('outage')} />}
      <h3>{say('repairs')}</h3>
      <p className="soft">{say('repairsWhy')}</p>
      <Told query={windows} isEmpty={(all) => all.length === 0} empty={<p className="soft">{say('noRepairs')}</p>}>
        {(all) => (
          <Lines
            label={say('repairs')}
            pauses={all}
            act={say('end')}
            {...(may('manage') && { onAct: acts.endWindow })}
          />
        )}
      </Told>
      {may('manage') && <Add label={say('addRepair')} onAdd={() => setAdds('repair')} />}
      {adds !== undefined && <PauseForm kind={adds} communeId={communeId} onClose={() => setAdds(undefined)} />}
    </div>
  );
}

function Add({ label, onAdd }: { label: string; onAdd: () => void }) {
  return (
    <div>
      <Button variant="default" onClick={onAdd}>
        {label}
      </Button>
    </div>
  );
}

interface LinesProps {
  label: string;
  pauses: readonly Pause[];
  act: string;
  onAct?: (pause: Pause) => void;
}

function Lines({ label, pauses: shown, act, onAct }: LinesProps) {
  const say = useWords(pauses);
  const times = useTimes();
  const now = useNow();
  return (
    <ul className={register.list} aria-label={label}>
      {shown.map((pause) => (
        <li key={pause.id}>
          <span>
            <strong>{pause.name}</strong>:{' '}
            {say('fromUntil', { from: times.moment(pause.from, now), until: times.moment(pause.until, now) })}
            <br />
            <small className="soft">{pause.reason}</small>
          </span>
          {onAct !== undefined && (
            <Button variant="subtle" onClick={() => onAct(pause)} aria-label={`${act}: ${pause.name}`}>
              {act}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What was removed by mistake is put there again; a repair that is over begins anew. */
function useEndings(communeId: string) {
  const say = useWords(pauses);
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const outages = client.getQueryData<OutageBody[]>([...OUTAGES, communeId]) ?? [];
  const fresh = (key: readonly string[]) => client.invalidateQueries({ queryKey: key });
  const removeOutage = async ({ id }: Pause) => {
    const before = outages.find((each) => each.id === id);
    try {
      await remove(`/outages/${id}`);
      const undo = async () => {
        if (before === undefined) return;
        const { hamletId, from, until, reason } = before;
        await post('/outages', { hamletIds: [hamletId], from, until, reason });
        await fresh(OUTAGES);
      };
      tell({ text: say('removed'), undo });
    } catch (error) {
      tellProblem(error);
    }
    await fresh(OUTAGES);
  };
  const endWindow = async ({ id }: Pause) => {
    try {
      await post(`/maintenance-windows/${id}/end`);
      tell({ text: say('ended') });
    } catch (error) {
      tellProblem(error);
    }
    await fresh(WINDOWS);
  };
  return {
    removeOutage: (pause: Pause) => void removeOutage(pause),
    endWindow: (pause: Pause) => void endWindow(pause),
  };
}
