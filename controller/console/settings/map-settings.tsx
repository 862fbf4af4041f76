/** The commune's own map: brought in from GeoJSON, layer by layer, with what was found and what was not. */

import type { MapLayer, MapReport } from '@loa-lang/schemas/http/map';
import { Button, FileButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask, query, remove } from '../api/ask.ts';
import { useAreas } from '../api/queries.ts';
import { CommuneMap } from '../parts/map/commune-map.tsx';
import { Notice } from '../parts/notice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import register from '../parts/register/register.module.css';
import { useLanguage } from '../words/language.ts';
import { settings } from '../words/settings.ts';
import { useWords } from '../words/words.ts';

export function MapSettings({ communeId }: { communeId: string }) {
  const say = useWords(settings);
  const client = useQueryClient();
  const { data: areas = [] } = useAreas();
  const hamlets = areas.filter(({ parentId, kind }) => kind === 'hamlet' && parentId === communeId);
  const anew = () => client.invalidateQueries({ queryKey: ['map'] });
  const send = useMutation({
    mutationFn: ({ file, layer }: { file: File; layer: MapLayer }) => {
      const form = new FormData();
      form.append('file', file);
      return ask<MapReport>(`/import/map${query({ communeId, layer })}`, { method: 'POST', body: form });
    },
    onSuccess: anew,
  });
  const drop = useMutation({ mutationFn: (layer: MapLayer) => remove(`/map/${communeId}/${layer}`), onSuccess: anew });
  const pick = (layer: MapLayer, label: string) => (
    <FileButton accept=".geojson,.json" onChange={(file) => file !== null && send.mutate({ file, layer })}>
      {(props) => (
        <Button variant="default" loading={send.isPending} {...props}>
          {label}
        </Button>
      )}
    </FileButton>
  );
  return (
    <div className={register.stack}>
      <p className="soft">{say('mapWhy')}</p>
      <div className={register.line}>
        {pick('hamlets', say('mapHamlets'))}
        {pick('base', say('mapBase'))}
        <Button variant="subtle" onClick={() => drop.mutate('hamlets')}>
          {say('mapRemoveHamlets')}
        </Button>
        <Button variant="subtle" onClick={() => drop.mutate('base')}>
          {say('mapRemoveBase')}
        </Button>
      </div>
      {send.error !== null && <ProblemNotice error={send.error} />}
      {send.data !== undefined && <Report report={send.data} />}
      <CommuneMap label={say('ban-do')} hamlets={hamlets} />
    </div>
  );
}

function Report({ report }: { report: MapReport }) {
  const say = useWords(settings);
  const language = useLanguage();
  const { faults, unmatched, without } = report;
  if (!report.applied) {
    return (
      <Notice tone="fault" role="alert">
        <p>{say('mapFaults', { count: faults.length })}</p>
        <ul>
          {faults.slice(0, 30).map(({ feature, name = '', code, message }) => (
            <li key={`${feature}/${code}`}>
              {say('mapFault', { feature, name })} {message[language]}
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
  return (
    <Notice tone={unmatched.length + without.length > 0 ? 'warning' : 'good'} role="status">
      <p>{say('mapDone', { count: report.features })}</p>
      {without.length > 0 && <p>{say('mapWithout', { names: without.map((each) => each.hamletName).join(', ') })}</p>}
      {unmatched.length > 0 && (
        <p>{say('mapUnmatched', { names: unmatched.map(({ name, feature }) => name ?? feature).join(', ') })}</p>
      )}
    </Notice>
  );
}
