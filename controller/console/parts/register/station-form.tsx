/** What the station is called and how it greets: the commune's own words, never fixed in the program. */

import {
  STATION_TEXTS,
  type StationText,
  type StationTexts,
  type StationTextsListSchema,
} from '@loa-lang/schemas/http/composition';
import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask, put } from '../../api/ask.ts';
import { common } from '../../words/common.ts';
import { setup } from '../../words/setup.ts';
import { useWords } from '../../words/words.ts';
import { ProblemNotice } from '../problem-notice.tsx';
import { useTell } from '../toasts.tsx';
import { Told } from '../told.tsx';
import styles from './register.module.css';

type Answer = Static<typeof StationTextsListSchema>;

export const useStationTexts = (communeId: string | undefined) =>
  useQuery({
    queryKey: ['station-texts', communeId],
    queryFn: ({ signal }) => ask<Answer>(`/areas/${communeId}/station-texts`, { signal }),
    enabled: communeId !== undefined,
  });

interface Props {
  communeId: string;
  communeName: string;
  language?: string;
  onDone?: () => void;
}

export function StationForm(props: Props) {
  const answer = useStationTexts(props.communeId);
  return (
    <Told query={answer}>
      {({ texts, defaults }) => {
        const own = texts.find(({ language }) => language === (props.language ?? 'vi'))?.texts;
        return <Fields key={JSON.stringify(own)} {...props} own={own} defaults={defaults.texts} />;
      }}
    </Told>
  );
}

function Fields(props: Props & { own: StationTexts | undefined; defaults: StationTexts }) {
  const { communeId, communeName, language = 'vi', onDone, own, defaults } = props;
  const say = useWords(setup);
  const sayCommon = useWords(common);
  const client = useQueryClient();
  const tell = useTell();
  // spoken to the villagers in their language, whatever the page is read in
  const name = `Đài truyền thanh ${communeName}`;
  const [texts, setTexts] = useState<StationTexts>(
    own ?? {
      stationName: name,
      greeting: 'Kính thưa toàn thể nhân dân',
      closing: 'Xin cảm ơn nhân dân đã chú ý lắng nghe',
    },
  );
  const save = useMutation({
    mutationFn: () => {
      const said = Object.fromEntries(
        Object.entries(texts).filter(([, text]) => text !== undefined && text.trim() !== ''),
      );
      return put<Answer>(`/areas/${communeId}/station-texts/${language}`, said);
    },
    onSuccess: (answer) => {
      client.setQueryData(['station-texts', communeId], answer);
      tell({ text: sayCommon('saved') });
      onDone?.();
    },
  });
  const field = (key: StationText) => ({
    label: say(key),
    value: texts[key] ?? '',
    placeholder: defaults[key],
    maxLength: 500,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setTexts((before) => ({ ...before, [key]: value }));
    },
  });
  const [first, ...others] = STATION_TEXTS;
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput {...field(first)} required description={say('stationNameWhy')} />
      {others.map((key) => (
        <Textarea key={key} {...field(key)} autosize minRows={1} />
      ))}
      {save.error !== null && <ProblemNotice error={save.error} />}
      <div className={styles.line}>
        <Button type="submit" loading={save.isPending}>
          {sayCommon('save')}
        </Button>
      </div>
    </form>
  );
}
