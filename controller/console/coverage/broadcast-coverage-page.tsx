/** Coverage of one broadcast: hamlets, clusters, why, and what can be made up for. */
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import { Link } from 'wouter';
import { serverNow } from '../api/clock.ts';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import type { PageParams } from '../frame/page-route.ts';
import { Page } from '../parts/page.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { coverage } from '../words/coverage.ts';
import { useLanguage } from '../words/language.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import { ClusterResults } from './cluster-results.tsx';
import { CoverageMap, toneOf } from './coverage-map.tsx';
import { useBroadcast, useCoverage } from './coverage-queries.ts';
import { HamletResults } from './hamlet-results.tsx';
import { MakeUp } from './make-up.tsx';

export function BroadcastCoveragePage({ params }: { params: PageParams }) {
  const id = params.id ?? '';
  const say = useWords(coverage);
  const may = useMay();
  const broadcast = useBroadcast(id);
  const told = useCoverage(id);
  const { data } = broadcast;
  return (
    <Page
      title={data === undefined ? say('title') : say('ofOne', { title: data.title })}
      lead={data && told.data && <Lead startAt={data.startAt} told={told.data} />}
      acts={<Link href="/do-phu">{say('allDays')}</Link>}
      next={may('submit') && told.data && hasMissed(told.data) ? <MakeUp id={id} /> : undefined}
    >
      <Told query={broadcast}>
        {() => (
          <Told
            query={told}
            isEmpty={({ clusters }) => clusters.length === 0}
            empty={<Empty title={say('noCluster')}>{say('noClusterHint')}</Empty>}
          >
            {({ hamlets, clusters }) => (
              <>
                <CoverageMap hamlets={hamlets.map(onMap)} />
                <HamletResults hamlets={hamlets} />
                <ClusterResults clusters={clusters} />
              </>
            )}
          </Told>
        )}
      </Told>
    </Page>
  );
}

const onMap = ({ id, name, households, householdsReached }: CoverageBody['hamlets'][number]) => ({
  ...{ id, name, tone: toneOf(households === 0 ? 1 : householdsReached / households) },
  note: `${householdsReached}/${households}`,
});

const hasMissed = ({ clusters }: CoverageBody): boolean =>
  clusters.some(({ state }) => state === 'missed' || state === 'partial');

function Lead({ startAt, told }: { startAt: string; told: CoverageBody }) {
  const say = useWords(coverage);
  const times = useTimes();
  const numbers = useNumbers();
  const language = useLanguage();
  const { plain } = numbers;
  return (
    <>
      <p>
        {say('oneLead', {
          when: times.moment(startAt, serverNow()),
          ...{ reached: plain(told.householdsReached), all: plain(told.householdsTotal) },
          ...{ hamlets: plain(told.hamletsReached), allHamlets: plain(told.hamletsTotal) },
          ...{ clusters: plain(told.clustersReached), allClusters: plain(told.clustersTotal) },
        })}
      </p>
      {told.afterMakeUp && <p>{say('after', { summary: told.afterMakeUp.summary[language] })}</p>}
      {told.heard && <p>{told.heard.message[language]}</p>}
    </>
  );
}
