/** Where the text is written. Its state is the browser's own, so that each letter is there at once, and undo is the usual one. */
import { Textarea } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import type { DraftStore } from '../draft/draft-store.ts';

/** Between two words of a quick typist nothing else is worked out. */
const AFTER_MS = 250;
const MOST = 50_000;

export function TextField({ store }: { store: DraftStore }) {
  const say = useWords(write);
  const field = useRef<HTMLTextAreaElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const flush = () => {
    clearTimeout(timer.current);
    const text = field.current?.value ?? '';
    if (text !== store.now().text) store.note({ text });
  };
  useEffect(() => {
    // a template, another bulletin: what comes from elsewhere replaces what stands here
    const forget = store.listen(() => {
      const { text } = store.now();
      const isTyping = document.activeElement === field.current;
      if (field.current !== null && field.current.value !== text && !isTyping) field.current.value = text;
    });
    return () => {
      clearTimeout(timer.current);
      forget();
    };
  }, [store]);
  return (
    <Textarea
      ref={field}
      label={say('text')}
      placeholder={say('textHint')}
      rows={9}
      maxLength={MOST}
      autoFocus
      defaultValue={store.now().text}
      styles={{ input: { resize: 'vertical', fontSize: '1.0625rem' } }}
      onInput={() => {
        clearTimeout(timer.current);
        timer.current = setTimeout(flush, AFTER_MS);
      }}
      onBlur={flush}
      onPaste={() => setTimeout(flush)}
    />
  );
}
