/** Devices that wait to be taken in: which belongs to which cluster? */
import { Button, Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { post } from '../api/ask.ts';
import { useClusters } from '../api/queries.ts';
import { type Claim, useEnrolments, useSeesAll } from '../parts/claim/candidates.ts';
import { ClaimFields } from '../parts/claim/claim-fields.tsx';
import { DeploymentFile } from '../parts/claim/deployment-file.tsx';
import { fold } from '../parts/fold.ts';
import { Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { claims } from '../words/claims.ts';
import { clusterPage } from '../words/cluster-page.ts';
import { useWords } from '../words/words.ts';
import styles from './claims.module.css';

/** As many as one can look through; the rest is found by typing. */
const OFFERED = 50;

export function WaitingPage() {
  const say = useWords(claims);
  const sayPage = useWords(clusterPage);
  const [claim, setClaim] = useState<Claim>();
  const [round, setRound] = useState(0);
  return (
    <Page title={say('title')} lead={say('lead')} acts={<Link href="/cum-loa">{sayPage('back')}</Link>}>
      <Section title={say('byLabel')}>
        <ClaimFields key={round} claim={claim} onClaim={setClaim} />
        {claim !== undefined && (
          <Bind
            claim={claim}
            onDone={() => {
              setClaim(undefined);
              setRound(round + 1);
            }}
          />
        )}
      </Section>
      <Section title={say('waiting')}>
        <All />
      </Section>
      <Section title={say('deployment')}>
        <DeploymentFile />
      </Section>
    </Page>
  );
}

function All() {
  const say = useWords(claims);
  const seesAll = useSeesAll();
  const read = useEnrolments('');
  const [chosen, setChosen] = useState<string>();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  if (seesAll === false) return <p className="soft">{say('waitingHidden')}</p>;
  const reject = async (id: string, code: string) => {
    try {
      await post(`/enrolments/${id}/reject`);
      tell({ text: say('rejectedNow', { code }) });
    } catch (error) {
      tellProblem(error);
    }
    void client.invalidateQueries({ queryKey: ['enrolments'] });
  };
  return (
    <Told query={read} isEmpty={(list) => list.length === 0} empty={<p className="soft">{say('waitingNone')}</p>}>
      {(list) => (
        <>
          {list.map((enrolment) => {
            const { id, code, fingerprint, rejectedAt } = enrolment;
            return (
              <div key={id} className={styles.item}>
                <div className="figures">
                  <strong>{code}</strong> · {say('candidate', { fingerprint })}
                  {rejectedAt !== undefined && ` · ${say('rejected')}`}
                </div>
                {chosen === id ? (
                  <Bind claim={{ label: code, enrolment }} onDone={() => setChosen(undefined)} />
                ) : (
                  <div className={styles.act}>
                    {rejectedAt === undefined && (
                      <Button variant="default" onClick={() => void reject(id, code)}>
                        {say('reject')}
                      </Button>
                    )}
                    <Button onClick={() => setChosen(id)}>{say('bind')}</Button>
                  </div>
                )}
              </div>
            );
          })}
        </>
      )}
    </Told>
  );
}

function Bind({ claim, onDone }: { claim: Claim; onDone: () => void }) {
  const say = useWords(claims);
  const client = useQueryClient();
  const tell = useTell();
  const { data: clusters = [] } = useClusters();
  const [clusterId, setClusterId] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>();
  const chosen = clusters.find(({ id }) => id === clusterId);
  const bind = async () => {
    if (chosen === undefined) return;
    const device = { label: claim.label, fingerprint: claim.enrolment.fingerprint };
    try {
      if (chosen.deviceId === undefined) await post('/enrolments/bind', { ...device, clusterId: chosen.id });
      else await post(`/clusters/${chosen.id}/replacement`, device);
      tell({ text: say('bound', { code: claim.enrolment.code, name: chosen.name }) });
      for (const word of ['clusters', 'status', 'cluster-rows', 'enrolments']) {
        void client.invalidateQueries({ queryKey: [word] });
      }
      onDone();
    } catch (error) {
      setProblem(error);
    }
  };
  const empty = (has: unknown) => (has === undefined ? 0 : 1);
  return (
    <>
      <Select
        label={say('cluster')}
        searchable
        limit={OFFERED}
        value={clusterId}
        onChange={setClusterId}
        filter={({ options, search }) =>
          options.filter((option) => 'label' in option && fold(option.label).includes(fold(search)))
        }
        data={[...clusters]
          .sort((a, b) => empty(a.deviceId) - empty(b.deviceId))
          .map(({ id, code, name, deviceId }) => ({
            value: id,
            label: deviceId === undefined ? `${code} · ${name}` : say('hasDevice', { name: `${code} · ${name}` }),
          }))}
      />
      {chosen?.deviceId !== undefined && <p className="soft">{say('replaceAbout')}</p>}
      {problem !== undefined && <ProblemNotice error={problem} />}
      <div className={styles.act}>
        <Button disabled={chosen === undefined} onClick={() => void bind()}>
          {say(chosen?.deviceId === undefined ? 'bind' : 'replace')}
        </Button>
      </div>
    </>
  );
}
