/** Title, category and kind: suggested from the text, changed by whoever knows better. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import { type DraftStore, useField } from '../draft/draft-store.ts';
import styles from '../write.module.css';
import { CATEGORIES, guessCategory, guessKind } from './guess-kind.ts';
import { suggestTitle } from './suggest-title.ts';

const KINDS = ['notice', 'urgent', 'funeral', 'plain', 'test'] as const;

export function AboutFields({ store }: { store: DraftStore }) {
  const say = useWords(write);
  const text = useField(store, 'text');
  const kind = useField(store, 'kind');
  const title = useField(store, 'title');
  const category = useField(store, 'category');
  const [isKindChosen, setKindChosen] = useState(kind !== 'notice');
  useEffect(() => {
    const guessed = guessKind(text);
    if (!isKindChosen && guessed !== store.now().kind) store.note({ kind: guessed });
  }, [text, isKindChosen, store]);
  return (
    <div className={styles.fields}>
      <TextInput
        key={title === '' ? 'suggested' : 'own'}
        className={styles.wide}
        label={say('title')}
        // always there: what grows when a field is left moves the thing that is being pressed
        description={say('titleSuggested')}
        placeholder={suggestTitle(text) || say('titleHint')}
        defaultValue={title}
        maxLength={200}
        onBlur={(event) => event.currentTarget.value !== title && store.choose({ title: event.currentTarget.value })}
      />
      <NativeSelect
        label={say('category')}
        value={category ?? guessCategory(text) ?? ''}
        onChange={(event) => store.choose({ category: event.currentTarget.value })}
        data={[{ value: '', label: say('noCategory') }, ...withOwn(category)]}
      />
      <NativeSelect
        label={say('kind')}
        value={kind}
        onChange={(event) => {
          setKindChosen(true);
          store.choose({ kind: event.currentTarget.value as (typeof KINDS)[number] });
        }}
        data={KINDS.map((value) => ({ value, label: say(`kind-${value}`) }))}
      />
    </div>
  );
}

/** A commune's own category, of a bulletin from before, stays to be chosen. */
const withOwn = (category: string | undefined): string[] =>
  category === undefined || category === '' || (CATEGORIES as readonly string[]).includes(category)
    ? [...CATEGORIES]
    : [category, ...CATEGORIES];
