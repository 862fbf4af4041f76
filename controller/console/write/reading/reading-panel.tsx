/** The text as it will be read: what is read otherwise is marked, what is uncertain is asked about, and both can be corrected. */
import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import { type DraftStore, useField } from '../draft/draft-store.ts';
import styles from '../write.module.css';
import { correctionOf, isReadOtherwise, isUncertain, type Segment, withCorrection } from './correction.ts';
import { useDraftReading } from './use-draft-reading.ts';

export function ReadingPanel({ store, communeId }: { store: DraftStore; communeId: string }) {
  const say = useWords(write);
  const language = useLanguage();
  const { data: reading, isFetching } = useDraftReading(store, communeId);
  const corrections = useField(store, 'corrections');
  if (reading === undefined || reading.segments.length === 0) return null;
  const uncertain = reading.segments.filter((segment) => isUncertain(segment, reading.warnings)).length;
  const correct = (segment: Segment, words: string) =>
    store.choose({ corrections: withCorrection(corrections, correctionOf(reading.text, segment, words)) });
  return (
    <Section title={say('reading')}>
      <p className="soft">{uncertain === 0 ? say('readingHint') : say('uncertain', { count: uncertain })}</p>
      <p className={styles.reading} aria-busy={isFetching}>
        {reading.segments.map((segment) =>
          isReadOtherwise(segment) || isUncertain(segment, reading.warnings) ? (
            <Spoken
              key={segment.from}
              segment={segment}
              uncertain={isUncertain(segment, reading.warnings)}
              onCorrect={(words) => correct(segment, words)}
            />
          ) : (
            <span key={segment.from}>{segment.written}</span>
          ),
        )}
      </p>
      {corrections.length > 0 && (
        <Button variant="subtle" onClick={() => store.choose({ corrections: [] })}>
          {say('dropCorrections')}
        </Button>
      )}
      {reading.warnings.map((warning) => (
        <Notice key={`${warning.code} ${warning.from ?? ''} ${warning.airDate ?? ''}`} tone="warning">
          <p>{warning.message[language]}</p>
        </Notice>
      ))}
    </Section>
  );
}

interface SpokenProps {
  segment: Segment;
  uncertain: boolean;
  onCorrect: (words: string) => void;
}

function Spoken({ segment, uncertain, onCorrect }: SpokenProps) {
  const say = useWords(write);
  const [isOpen, setOpen] = useState(false);
  const [own, setOwn] = useState(segment.reading);
  const choose = (words: string) => {
    onCorrect(words);
    setOpen(false);
  };
  const others = (segment.alternatives ?? []).filter((each) => each !== segment.reading);
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withinPortal width={320} shadow="md">
      <Popover.Target>
        <button
          type="button"
          className={`${styles.spoken} ${uncertain ? styles.uncertain : ''}`}
          aria-label={say(uncertain ? 'uncertainAs' : 'readAs', { written: segment.written, reading: segment.reading })}
          onClick={() => setOpen(true)}
        >
          {segment.reading === '' ? segment.written : segment.reading}
          {uncertain && <span aria-hidden>?</span>}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <p>
          <strong>{segment.written}</strong> – {segment.reason}
        </p>
        {others.map((each) => (
          <Button key={each} variant="default" fullWidth mt="xs" onClick={() => choose(each)}>
            {each}
          </Button>
        ))}
        <TextInput
          label={say('readInstead')}
          value={own}
          maxLength={400}
          mt="xs"
          onChange={(event) => setOwn(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && choose(own)}
        />
        <Button mt="xs" fullWidth onClick={() => choose(own)}>
          {say('readThus')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
