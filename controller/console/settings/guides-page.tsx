/** A guide for each role, one page to print. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useSelf } from '../api/queries.ts';
import type { PageParams } from '../frame/page-route.ts';
import { Page, Section } from '../parts/page.tsx';
import { common } from '../words/common.ts';
import { GUIDE_ROLES, GUIDES } from '../words/guides.ts';
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
      <Section title={sayRole(role)}>
        <ol className={styles.guide}>
          {GUIDES[language][role].map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      </Section>
    </Page>
  );
}
