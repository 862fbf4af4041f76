/** How it sounds: voice, the parts around the text, and a first hearing in this browser. */
import { Checkbox, NativeSelect } from '@mantine/core';
import { Hearing } from '../../parts/hearing.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import { type DraftStore, useField } from '../draft/draft-store.ts';
import { useRecipes, useVoices } from '../queries.ts';
import styles from '../write.module.css';
import { partsIn } from './choose-parts.ts';

const PARTS = ['chimes', 'greeting', 'twice', 'closing'] as const;

export function VoiceFields({ store, communeId }: { store: DraftStore; communeId: string }) {
  const say = useWords(write);
  const language = useLanguage();
  const voices = useVoices().data?.voices.filter((voice) => voice.languages.includes('vi')) ?? [];
  const recipes = useRecipes().data;
  const voice = useField(store, 'voice');
  const kind = useField(store, 'kind');
  const parts = useField(store, 'parts');
  const has = partsIn(recipes?.find((each) => each.kind === kind)?.recipe ?? []);
  return (
    <div className={styles.stack}>
      <div className={styles.fields}>
        <NativeSelect
          label={say('voice')}
          value={voice ?? voices.find((each) => each.isDefault)?.id ?? ''}
          onChange={(event) => store.choose({ voice: event.currentTarget.value })}
          data={voices.map((each) => ({
            value: each.id,
            label: `${each.label[language]} · ${each.qualityLabel[language]}`,
            disabled: each.state === 'unavailable',
          }))}
        />
        <Hearing
          what={() => {
            const { text, voice: chosen, corrections } = store.now();
            return { text, communeId, corrections, voice: chosen };
          }}
        />
      </div>
      {PARTS.some((name) => has[name]) && (
        <fieldset className={styles.parts}>
          <legend>{say('parts')}</legend>
          {PARTS.filter((name) => has[name]).map((name) => (
            <Checkbox
              key={name}
              label={say(`part-${name}`)}
              checked={parts[name]}
              onChange={(event) => store.choose({ parts: { ...parts, [name]: event.currentTarget.checked } })}
            />
          ))}
        </fieldset>
      )}
    </div>
  );
}
