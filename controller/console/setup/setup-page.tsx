/** The first run: from nothing to a first test broadcast, one step after the other, to be left and resumed. */
import { Button } from '@mantine/core';
import { useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { useCommune } from '../api/queries.ts';
import type { PageParams } from '../frame/page-route.ts';
import { Page, Section } from '../parts/page.tsx';
import { Waiting } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { setup } from '../words/setup.ts';
import { useWords } from '../words/words.ts';
import { CommuneStep } from './commune-step.tsx';
import styles from './setup.module.css';
import { StepBody } from './step-body.tsx';
import { type Progress, STEP_NAMES, type Step, stepAddress, stepOf, useProgress } from './steps.ts';

export function SetupPage({ params }: { params: PageParams }) {
  const say = useWords(setup);
  const sayCommon = useWords(common);
  const [, go] = useLocation();
  const commune = useCommune();
  const progress = useProgress();
  const asked = stepOf(params.step);
  // where it was left: kept while the page is open, though what is done there changes
  const left = useRef<Step>(undefined);
  if (progress.isKnown) left.current ??= STEP_NAMES.find((step) => !progress.done.has(step)) ?? 'broadcast';
  if (left.current === undefined) return <Waiting />;
  if (commune === undefined) {
    return (
      <Page title={say('title')} lead={say('communeWhy')} narrow>
        <CommuneStep />
      </Page>
    );
  }
  const step = asked ?? left.current;
  const at = STEP_NAMES.indexOf(step);
  const [before, after] = [STEP_NAMES[at - 1], STEP_NAMES[at + 1]];
  const next = () => go(after === undefined ? '/' : stepAddress(after));
  const isDone = progress.done.has(step);
  const isAll = progress.done.size === STEP_NAMES.length;
  return (
    <Page
      title={say('title')}
      lead={isAll ? say('allDone') : say('lead', { done: progress.done.size, all: STEP_NAMES.length })}
      next={
        <>
          {before !== undefined && (
            <Button variant="default" component={Link} href={stepAddress(before)}>
              {sayCommon('back')}
            </Button>
          )}
          <Button variant={isDone ? 'filled' : 'default'} onClick={next}>
            {after === undefined ? say('finish') : isDone ? sayCommon('next') : say('skip')}
          </Button>
        </>
      }
    >
      <div className={styles.both}>
        <Steps progress={progress} now={step} />
        <Section title={say(step)}>
          <p className="soft">{say(`${step}Why`)}</p>
          <StepBody step={step} commune={commune} progress={progress} onDone={next} />
        </Section>
      </div>
    </Page>
  );
}

function Steps({ progress, now }: { progress: Progress; now: Step }) {
  const say = useWords(setup);
  return (
    <nav aria-label={say('steps')}>
      <ol className={styles.steps}>
        {STEP_NAMES.map((step) => (
          <li key={step}>
            <Link href={stepAddress(step)} aria-current={step === now ? 'step' : undefined} className={styles.step}>
              <span aria-hidden>{progress.done.has(step) ? '✓' : '○'}</span>
              <span>{say(step)}</span>
              <span className="unseen">{say(progress.done.has(step) ? 'stepDone' : 'stepOpen')}</span>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
