/** Is all well, and what needs me? */
import type { TodayBody } from '@loa-lang/schemas/http/today';
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useMay } from '../api/queries.ts';
import { useToday } from '../api/today.ts';
import { Page, Section } from '../parts/page.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { today } from '../words/today.ts';
import { useWords } from '../words/words.ts';
import { Coming } from './coming.tsx';
import { Needs } from './needs.tsx';
import { countOf } from './needs-count.ts';
import { OnAir } from './on-air.tsx';
import styles from './today.module.css';
import { Week } from './week.tsx';

export function TodayPage() {
  const say = useWords(today);
  const asked = useToday();
  const { data } = asked;
  const count = data === undefined ? 0 : countOf(data.needs);
  const isNew = data !== undefined && data.clusters === 0;
  const lead = data === undefined || isNew ? undefined : count === 0 ? say('allWell') : say('needsYou', { count });
  return (
    <Page title={say('title')} lead={lead}>
      <Told query={asked} isEmpty={({ clusters }) => clusters === 0} empty={<NewCommune />}>
        {(told) => <Sections told={told} />}
      </Told>
    </Page>
  );
}

function Sections({ told }: { told: TodayBody }) {
  return (
    <div className={styles.grid}>
      <OnAir onAir={told.onAir} next={told.coming[0]} />
      <div className={styles.needs}>
        <Needs needs={told.needs} />
      </div>
      <Coming coming={told.coming} />
      <div className={styles.wide}>
        <Week week={told.week} />
      </div>
    </div>
  );
}

function NewCommune() {
  const say = useWords(today);
  const may = useMay();
  const begins = may('manage') || may('settle');
  return (
    <Section>
      <Empty
        title={say('newTitle')}
        act={
          begins && (
            <Button component={Link} href="/bat-dau">
              {say('begin')}
            </Button>
          )
        }
      >
        {say(begins ? 'newLead' : 'newWait')}
      </Empty>
    </Section>
  );
}
