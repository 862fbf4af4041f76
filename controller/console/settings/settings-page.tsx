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
import { GroupSettings } from './group-settings.tsx';
import { HamletSettings } from './hamlet-settings.tsx';
import { LookSettings } from './look-settings.tsx';
import { MapSettings } from './map-settings.tsx';
import { OwnSettings } from './own-settings.tsx';
import { PauseSettings } from './pause-settings.tsx';
import { PeopleSettings } from './people-settings.tsx';
import styles from './settings.module.css';
import { SpotCardSettings } from './spot-card-settings.tsx';
import { SystemSettings } from './system-settings.tsx';
import { TellingSettings } from './telling-settings.tsx';

const SECTIONS = {
  hien: 'see',
  'tai-khoan': 'see',
  dai: 'submit',
  gio: 'settle',
  thon: 'manage',
  cum: 'manage',
  'ban-do': 'manage',
  nhom: 'schedule',
  'tam-nghi': 'see',
  the: 'emergency',
  'bao-su-co': 'manage',
  nguoi: 'administer',
  'he-thong': 'manage',
} as const satisfies Record<string, Action>;
type SectionName = keyof typeof SECTIONS;

/** Of whoever is here, or of the server: there before any commune is. */
const PLACELESS: readonly SectionName[] = ['hien', 'tai-khoan', 'he-thong'];

/** On a phone the sections lie in one row, of which the end is not seen. */
const inView = (link: HTMLAnchorElement | null): void => link?.scrollIntoView({ inline: 'center', block: 'nearest' });

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
                  ref={each === now ? inView : undefined}
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
          {commune === undefined && !PLACELESS.includes(now) ? (
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
    case 'tai-khoan':
      return <OwnSettings />;
    case 'he-thong':
      return <SystemSettings />;
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
    case 'nhom':
      return <GroupSettings {...place} />;
    case 'tam-nghi':
      return <PauseSettings {...place} />;
    case 'the':
      return <SpotCardSettings {...place} />;
    case 'bao-su-co':
      return <TellingSettings {...place} />;
    case 'nguoi':
      return <PeopleSettings {...place} />;
  }
}
