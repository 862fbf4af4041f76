/** The settings: what one may change, a section at a time. */

import type { Action } from '@loa-lang/schemas/states/people';
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useCommune, useMay } from '../api/queries.ts';
import type { PageParams } from '../frame/page-route.ts';
import { Page, Section } from '../parts/page.tsx';
import { HoursForm } from '../parts/register/hours-form.tsx';
import { ClusterTable } from '../parts/register/register-tables.tsx';
import { StationForm } from '../parts/register/station-form.tsx';
import { Waiting } from '../parts/told.tsx';
import { settings } from '../words/settings.ts';
import { useWords } from '../words/words.ts';
import { HamletSettings } from './hamlet-settings.tsx';
import { LookSettings } from './look-settings.tsx';
import { MapSettings } from './map-settings.tsx';
import { PeopleSettings } from './people-settings.tsx';
import styles from './settings.module.css';

const SECTIONS = {
  hien: 'see',
  dai: 'submit',
  gio: 'settle',
  thon: 'manage',
  cum: 'manage',
  'ban-do': 'manage',
  nguoi: 'administer',
} as const satisfies Record<string, Action>;
type SectionName = keyof typeof SECTIONS;

export function SettingsPage({ params }: { params: PageParams }) {
  const say = useWords(settings);
  const may = useMay();
  const commune = useCommune();
  const allowed = (Object.keys(SECTIONS) as SectionName[]).filter((each) => may(SECTIONS[each]));
  const now = allowed.find((each) => each === params.section) ?? 'hien';
  const wizard = (
    <Button component={Link} href="/bat-dau" variant="default">
      {say('toWizard')}
    </Button>
  );
  return (
    <Page title={say('title')} acts={may('manage') ? wizard : undefined}>
      <div className={styles.both}>
        <nav aria-label={say('sections')}>
          <ul className={styles.places}>
            {allowed.map((each) => (
              <li key={each}>
                <Link
                  href={`/cai-dat/${each}`}
                  className={styles.place}
                  aria-current={each === now ? 'page' : undefined}
                >
                  {say(each)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <Section title={say(now)}>
          {commune === undefined && now !== 'hien' ? (
            <Waiting />
          ) : (
            <Body section={now} communeId={commune?.id ?? ''} communeName={commune?.name ?? ''} />
          )}
        </Section>
      </div>
    </Page>
  );
}

function Body({ section, ...place }: { section: SectionName; communeId: string; communeName: string }) {
  switch (section) {
    case 'hien':
      return <LookSettings />;
    case 'dai':
      return <StationForm {...place} />;
    case 'gio':
      return <HoursForm {...place} />;
    case 'thon':
      return <HamletSettings {...place} />;
    case 'cum':
      return <ClusterTable {...place} />;
    case 'ban-do':
      return <MapSettings {...place} />;
    case 'nguoi':
      return <PeopleSettings {...place} />;
  }
}
