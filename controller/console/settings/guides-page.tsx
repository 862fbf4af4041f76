/** A guide for each role, one page to print. */
import { Button } from '@mantine/core';
import { Fragment } from 'react';
import { Link } from 'wouter';
import { useSelf } from '../api/queries.ts';
import type { PageParams } from '../frame/page-route.ts';
import { Page } from '../parts/page.tsx';
import { common } from '../words/common.ts';
import { GUIDE_ROLES, GUIDES, type GuidePart } from '../words/guides.ts';
import { useLanguage } from '../words/language.ts';
import { settings } from '../words/settings.ts';
import { setup } from '../words/setup.ts';
import { useWords } from '../words/words.ts';
import styles from './settings.module.css';

export function GuidesPage({ params }: { params: PageParams }) {
  const say = useWords(settings);
  const sayRole = useWords(setup);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const { data: self } = useSelf();
  const own = GUIDE_ROLES.find((each) => self?.roles.includes(each)) ?? 'officer';
  const role = GUIDE_ROLES.find((each) => each === params.role) ?? own;
  return (
    <Page
      title={say('guides')}
      lead={<span className={styles.screen}>{say('guidesWhy')}</span>}
      narrow
      next={<Button onClick={() => window.print()}>{sayCommon('print')}</Button>}
    >
      <nav aria-label={say('guides')} className={`${styles.line} ${styles.screen}`}>
        {GUIDE_ROLES.map((each) => (
          <Button
            key={each}
            component={Link}
            href={`/huong-dan/${each}`}
            variant={each === role ? 'filled' : 'default'}
            aria-current={each === role ? 'page' : undefined}
          >
            {sayRole(each)}
          </Button>
        ))}
      </nav>
      <article className={styles.guide}>
        <h2>{sayRole(role)}</h2>
        <div className={styles.guideParts}>
          {GUIDES[language][role].map((part) => (
            <GuidePartView key={part.title} part={part} />
          ))}
        </div>
        <dl className={styles.guideFoot}>
          <dt>{say('guideAddress')}</dt>
          <dd>{window.location.origin}</dd>
          {(['guideCallTechnician', 'guideCallCommune'] as const).map((each) => (
            <Fragment key={each}>
              <dt>{say(each)}</dt>
              <dd className={styles.blank} />
            </Fragment>
          ))}
        </dl>
      </article>
    </Page>
  );
}

function GuidePartView({ part }: { part: GuidePart }) {
  return (
    <section>
      <h3>{part.title}</h3>
      {part.steps && (
        <ol>
          {part.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {part.keys && (
        <dl className={styles.guideKeys}>
          {part.keys.map(([key, does]) => (
            <Fragment key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </Fragment>
          ))}
        </dl>
      )}
    </section>
  );
}
