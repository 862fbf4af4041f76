/** What is to be said: prepared texts as large buttons, or other words. */
import { Textarea } from '@mantine/core';
import { useMay } from '../api/queries.ts';
import { Told } from '../parts/told.tsx';
import { alarm } from '../words/alarm.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import { usePrepared, useTemplates } from './asking.ts';
import styles from './emergency.module.css';
import type { Wish } from './wish.ts';

export function WhatChoice({ wish, onChange }: { wish: Wish; onChange: (part: Partial<Wish>) => void }) {
  const say = useWords(alarm);
  const language = useLanguage();
  const may = useMay();
  const asked = useTemplates();
  const isTemplate = wish.what !== undefined && wish.what !== 'own';
  const { data: prepared } = usePrepared(isTemplate ? wish.what : undefined);
  const choice = (what: string, label: string) => (
    <label key={what} className={styles.choice}>
      <input type="radio" name="what" value={what} checked={wish.what === what} onChange={() => onChange({ what })} />
      <span>{label}</span>
    </label>
  );
  return (
    <div className={styles.stack}>
      <Told query={asked}>
        {(templates) => (
          <div className={styles.choices} role="radiogroup" aria-label={say('chooseText')}>
            {templates
              .filter(({ kind, fields }) => kind === 'emergency' && fields.every(({ required }) => !required))
              .map(({ id, title }) => choice(id, title[language]))}
            {may('emergency') && choice('own', say('ownText'))}
          </div>
        )}
      </Told>
      {wish.what === 'own' && (
        <Textarea
          label={say('ownTextLabel')}
          description={say('ownTextHint')}
          value={wish.text}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
          autosize
          minRows={3}
          maxLength={5000}
        />
      )}
      {isTemplate && prepared !== undefined && (
        <div>
          <h3>{say('whatIsRead')}</h3>
          <p className={styles.text} lang="vi">
            {prepared.text}
          </p>
        </div>
      )}
    </div>
  );
}
