/** How the console looks in this browser. */
import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { chooseLook, chosenLook, LOOKS, type Look, paint } from '../look/looks.ts';
import register from '../parts/register/register.module.css';
import { speak, useLanguage } from '../words/language.ts';
import { settings } from '../words/settings.ts';
import { useWords } from '../words/words.ts';

export function LookSettings() {
  const say = useWords(settings);
  const language = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const [look, setLook] = useState<Look>(chosenLook);
  const choose = (value: string) => {
    const chosen = value as Look;
    setLook(chosen);
    chooseLook(chosen);
    setColorScheme(paint(chosen));
  };
  return (
    <div className={register.stack}>
      <p className="soft">{say('lookWhy')}</p>
      <SegmentedControl
        aria-label={say('look')}
        value={look}
        onChange={choose}
        data={LOOKS.map((each) => ({ value: each, label: say(`look-${each}`) }))}
      />
      <SegmentedControl
        aria-label={say('language')}
        value={language}
        onChange={(value) => speak(value as 'vi' | 'en')}
        data={[
          { value: 'vi', label: 'Tiếng Việt' },
          { value: 'en', label: 'English' },
        ]}
      />
    </div>
  );
}
