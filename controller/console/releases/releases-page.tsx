/** Phiên bản phần mềm: what runs on the clusters, and how a new one comes to them. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { Page, Section } from '../parts/page.tsx';
import { useNumbers } from '../words/numbers.ts';
import { releases } from '../words/releases.ts';
import { useWords } from '../words/words.ts';
import { ReleaseList } from './release-list.tsx';
import { useReleases, useRunningVersions } from './releases-queries.ts';
import { RolloutForm } from './rollout-form.tsx';
import { RolloutList } from './rollout-list.tsx';
import { byVersion } from './running-versions.ts';
import { Versions } from './versions.tsx';

export function ReleasesPage() {
  const say = useWords(releases);
  const lead = useLead();
  const [chosen, setChosen] = useState<string>();
  const { data = [] } = useReleases();
  const offered = data.filter(({ withdrawnAt }) => withdrawnAt === undefined);
  const newest = [...offered].sort((a, b) => byVersion(a.version, b.version))[0];
  return (
    <Page
      title={say('title')}
      lead={lead}
      acts={<Link href="/cum-loa">{say('back')}</Link>}
      next={newest !== undefined && <Button onClick={() => setChosen(newest.id)}>{say('begin')}</Button>}
    >
      <Section title={say('running')}>
        <Versions />
      </Section>
      <Section title={say('rollouts')}>
        <RolloutList />
      </Section>
      <Section title={say('releases')}>
        <ReleaseList newestId={newest?.id} onBegin={setChosen} />
      </Section>
      {chosen !== undefined && (
        <RolloutForm releases={offered} releaseId={chosen} onClose={() => setChosen(undefined)} />
      )}
    </Page>
  );
}

/** The answer in a sentence. */
function useLead(): string | undefined {
  const say = useWords(releases);
  const numbers = useNumbers();
  const { data: running } = useRunningVersions();
  const { data: known = [] } = useReleases();
  if (running === undefined || running.length === 0) return undefined;
  const all = running.reduce((sum, { count }) => sum + count, 0);
  const offered = known.filter(({ withdrawnAt }) => withdrawnAt === undefined).map(({ version }) => version);
  const versions = running.flatMap(({ version }) => version ?? []);
  const [newest] = [...offered, ...versions].sort(byVersion);
  if (newest === undefined) return undefined;
  const count = running.find(({ version }) => version === newest)?.count ?? 0;
  if (count === all) return say('allNewest', { version: newest, count: all });
  return say('someNewest', { version: newest, count: all, there: numbers.plain(count) });
}
