/** What is done in each step. */

import type { AreaBody } from '@loa-lang/schemas/http/areas';
import { Notice } from '../parts/notice.tsx';
import { HoursForm } from '../parts/register/hours-form.tsx';
import { InviteForm } from '../parts/register/invite-form.tsx';
import { ClusterTable, HamletTable } from '../parts/register/register-tables.tsx';
import { StationForm } from '../parts/register/station-form.tsx';
import { useNumbers } from '../words/numbers.ts';
import { setup } from '../words/setup.ts';
import { useWords } from '../words/words.ts';
import { DevicesStep } from './devices-step.tsx';
import { FirstBroadcast } from './first-broadcast.tsx';
import type { Progress, Step } from './steps.ts';
import { ToneStep } from './tone-step.tsx';

interface Props {
  step: Step;
  commune: AreaBody;
  progress: Progress;
  onDone: () => void;
}

export function StepBody({ step, commune, progress, onDone }: Props) {
  const say = useWords(setup);
  const numbers = useNumbers();
  const { hamlets, clusters, people } = progress;
  const { id: communeId } = commune;
  switch (step) {
    case 'station':
      return <StationForm communeId={communeId} communeName={commune.name} onDone={onDone} />;
    case 'hours':
      return <HoursForm communeId={communeId} onDone={onDone} />;
    case 'hamlets':
      return (
        <>
          {hamlets.count > 0 && (
            <Notice tone="good">
              {say('hamletsNow', { count: hamlets.count, households: numbers.plain(hamlets.households) })}
            </Notice>
          )}
          <HamletTable communeId={communeId} onDone={onDone} />
        </>
      );
    case 'clusters':
      return (
        <>
          {clusters.length > 0 && <Notice tone="good">{say('clustersNow', { count: clusters.length })}</Notice>}
          <ClusterTable communeId={communeId} onDone={onDone} />
        </>
      );
    case 'people':
      return (
        <>
          {people > 0 && <p>{say('peopleNow', { count: people })}</p>}
          <InviteForm communeId={communeId} />
        </>
      );
    case 'devices':
      return <DevicesStep clusters={clusters} />;
    case 'tone':
      return <ToneStep communeId={communeId} clusters={clusters} />;
    case 'broadcast':
      return <FirstBroadcast commune={commune} clusters={clusters} households={hamlets.households} />;
  }
}
