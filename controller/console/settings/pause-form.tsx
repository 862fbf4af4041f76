/** A power cut that was announced, or a repair: where, from when to when, why. */
import type { OutageBody } from '@loa-lang/schemas/http/readiness';
import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, remove } from '../api/ask.ts';
import { serverNow } from '../api/clock.ts';
import { useAreas, useZone } from '../api/queries.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormActs } from '../parts/form-acts.tsx';
import { ManyChoice } from '../parts/many-choice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import register from '../parts/register/register.module.css';
import { useTell } from '../parts/toasts.tsx';
import { instantOf, minuteOf } from '../words/local-instant.ts';
import { pauses } from '../words/pauses.ts';
import { useWords } from '../words/words.ts';

export type PauseKind = 'outage' | 'repair';

export interface PauseFormProps {
  kind: PauseKind;
  communeId: string;
  onClose: () => void;
}

const USUAL_MS = 4 * 3_600_000;

export function PauseForm({ kind, communeId, onClose }: PauseFormProps) {
  const say = useWords(pauses);
  const zone = useZone();
  const client = useQueryClient();
  const tell = useTell();
  const { data: areas = [] } = useAreas();
  const hamlets = areas.filter(({ parentId }) => parentId === communeId);
  const [hamletIds, setHamlets] = useState<string[]>([]);
  const [areaId, setArea] = useState(communeId);
  const [from, setFrom] = useState(() => minuteOf(serverNow(), zone));
  const [until, setUntil] = useState(() => minuteOf(serverNow() + USUAL_MS, zone));
  const [reason, setReason] = useState('');
  const key = [kind === 'outage' ? 'outages' : 'maintenance'];
  const save = useMutation({
    mutationFn: async (): Promise<string[]> => {
      const times = { from: instantOf(from, zone), until: instantOf(until, zone), reason: reason.trim() };
      if (kind === 'outage') {
        return (await post<{ outages: OutageBody[] }>('/outages', { hamletIds, ...times })).outages.map(({ id }) => id);
      }
      await post('/maintenance-windows', { areaId, ...times });
      return [];
    },
    onSuccess: async (made) => {
      const undo = async () => {
        for (const id of made) await remove(`/outages/${id}`);
        await client.invalidateQueries({ queryKey: key });
      };
      tell({ text: say(`${kind}Told`), ...(made.length > 0 && { undo }) });
      await client.invalidateQueries({ queryKey: key });
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title={say(kind === 'outage' ? 'addOutage' : 'addRepair')} size="lg">
      <form
        className={register.stack}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {kind === 'outage' ? (
          <ManyChoice
            label={say('hamlets')}
            value={hamletIds}
            onChange={setHamlets}
            data={hamlets.map(({ id, name }) => ({ value: id, label: name }))}
          />
        ) : (
          <NativeSelect
            label={say('where')}
            value={areaId}
            onChange={(event) => setArea(event.currentTarget.value)}
            data={[...areas.filter(({ id }) => id === communeId), ...hamlets].map(({ id, name }) => ({
              value: id,
              label: name,
            }))}
          />
        )}
        <div className={register.line}>
          <TextInput
            type="datetime-local"
            label={say('from')}
            required
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="datetime-local"
            label={say('until')}
            required
            min={from}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        </div>
        <TextInput
          label={say('reason')}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {save.error !== null && <ProblemNotice error={save.error} />}
        <FormActs busy={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
