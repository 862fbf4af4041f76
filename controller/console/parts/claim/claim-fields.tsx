/** Which device lies in the hand: its label scanned or typed, its fingerprint compared. */
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useNow } from '../../api/clock.ts';
import { useTimes } from '../../api/times.ts';
import { claims } from '../../words/claims.ts';
import { useWords } from '../../words/words.ts';
import { Notice } from '../notice.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { agrees, type Claim, type Enrolment, isComplete, useEnrolments } from './candidates.ts';
import styles from './claim.module.css';

const Scanner = lazy(() => import('./scanner.tsx').then((module) => ({ default: module.Scanner })));
const TYPED_MS = 300;

export interface ClaimFieldsProps {
  claim: Claim | undefined;
  onClaim: (claim: Claim | undefined) => void;
  /** those that ask are offered without a label, to whoever may see them */
  offersAll?: boolean;
  /** one box after the other: the next code may be typed at once */
  takesFocus?: boolean;
}

export function ClaimFields({ claim, onClaim, offersAll = false, takesFocus = false }: ClaimFieldsProps) {
  const say = useWords(claims);
  const [label, setLabel] = useState('');
  const [isScanning, setScanning] = useState(false);
  const [asked] = useDebouncedValue(label.trim(), TYPED_MS);
  const put = (text: string) => {
    setLabel(text);
    onClaim(undefined);
  };
  return (
    <div className={styles.fields}>
      <div className={styles.label}>
        <TextInput
          data-autofocus
          autoFocus={takesFocus}
          label={say('label')}
          description={say('labelHow')}
          value={label}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={(event) => put(event.currentTarget.value)}
        />
        <Button variant="default" aria-pressed={isScanning} onClick={() => setScanning(!isScanning)}>
          {say(isScanning ? 'stopScan' : 'scan')}
        </Button>
      </div>
      {isScanning && (
        <Suspense fallback={null}>
          <Scanner
            onFound={(text) => {
              put(text);
              setScanning(false);
            }}
          />
        </Suspense>
      )}
      {(isComplete(asked) || (offersAll && asked === '')) && (
        <Candidates label={asked} claim={claim} onClaim={onClaim} />
      )}
    </div>
  );
}

interface CandidatesProps {
  label: string;
  claim: Claim | undefined;
  onClaim: (claim: Claim) => void;
}

function Candidates({ label, claim, onClaim }: CandidatesProps) {
  const say = useWords(claims);
  const { data, error } = useEnrolments(label);
  // a label that carries the fingerprint has been compared: nobody needs to press what is the only one of its kind
  const [sure, ...others] = (data ?? []).filter(({ fingerprint }) => agrees(label, fingerprint) === true);
  useEffect(() => {
    if (claim === undefined && sure !== undefined && others.length === 0) onClaim({ label, enrolment: sure });
  }, [claim, sure, others.length, label, onClaim]);
  if (error !== null) return <ProblemNotice error={error} />;
  if (data === undefined) return null;
  if (data.length === 0) return label === '' ? null : <Notice tone="warning">{say('notAsking')}</Notice>;
  return (
    <fieldset className={styles.candidates}>
      <legend>{say('compare')}</legend>
      {data.map((enrolment) => (
        <Candidate
          key={enrolment.id}
          enrolment={enrolment}
          label={label}
          isChosen={claim?.enrolment.id === enrolment.id}
          onChoose={() => onClaim({ label: label === '' ? enrolment.code : label, enrolment })}
        />
      ))}
    </fieldset>
  );
}

interface CandidateProps {
  enrolment: Enrolment;
  label: string;
  isChosen: boolean;
  onChoose: () => void;
}

function Candidate({ enrolment, label, isChosen, onChoose }: CandidateProps) {
  const say = useWords(claims);
  const times = useTimes();
  const now = useNow();
  const { code, fingerprint, address, agentVersion, lastAskedAt, contested, rejectedAt } = enrolment;
  const isSame = agrees(label, fingerprint);
  return (
    <button
      type="button"
      className={styles.candidate}
      aria-pressed={isChosen}
      disabled={isSame === false}
      onClick={onChoose}
    >
      <strong className="figures">{code}</strong>
      <span className="figures">{say('candidate', { fingerprint })}</span>
      <small className="soft">
        {say('asked', { near: times.near(lastAskedAt, now), address, version: agentVersion })}
        {rejectedAt !== undefined && ` · ${say('rejected')}`}
      </small>
      {isSame !== undefined && <small>{say(isSame ? 'fromLabel' : 'notFromLabel')}</small>}
      {contested && <small>▲ {say('contested')}</small>}
    </button>
  );
}
