/** Begins from what is there: a template with its fields, or what was broadcast yesterday or a week ago. */

import type { BroadcastListSchema } from '@loa-lang/schemas/http/broadcasts';
import type { TemplatePreviewSchema } from '@loa-lang/schemas/http/templates';
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Static } from 'typebox';
import { Link, useLocation } from 'wouter';
import { ask, post, query } from '../../api/ask.ts';
import { serverNow } from '../../api/clock.ts';
import { useCommune } from '../../api/queries.ts';
import { useTimes } from '../../api/times.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { FieldInputs, type TemplateValues } from '../../parts/template/field-inputs.tsx';
import { filledOf } from '../../parts/template/filled.ts';
import { Told } from '../../parts/told.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import { type TemplateList, useTemplates } from '../queries.ts';
import styles from '../write.module.css';

type Broadcasts = Static<typeof BroadcastListSchema>['broadcasts'];
type Template = TemplateList['templates'][number];
const DAY_MS = 86_400_000;

interface StartFromProps {
  store: DraftStore;
  /** a template that was chosen elsewhere */
  first?: string | undefined;
  onClose: () => void;
}

export function StartFrom({ store, first = '', onClose }: StartFromProps) {
  const say = useWords(write);
  const language = useLanguage();
  const templates = useTemplates(true);
  const [chosen, setChosen] = useState(first);
  const template = templates.data?.find(({ id }) => id === chosen);
  return (
    <Dialog onClose={onClose} title={say('startFrom')} size="lg">
      <div className={styles.stack}>
        <h3>{say('again')}</h3>
        <Before daysAgo={1} title={say('asYesterday')} />
        <Before daysAgo={7} title={say('asLastWeek')} />
        <h3>{say('template')}</h3>
        <Told query={templates}>
          {(all) => (
            <NativeSelect
              aria-label={say('template')}
              value={chosen}
              onChange={(event) => setChosen(event.currentTarget.value)}
              data={[
                { value: '', label: say('chooseTemplate') },
                ...all.map(({ id, title }) => ({ value: id, label: title[language] })),
              ]}
            />
          )}
        </Told>
        <Link href="/soan-tin/mau">{say('allTemplates')}</Link>
        {template !== undefined && (
          <TemplateForm key={template.id} template={template} store={store} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

function Before({ daysAgo, title }: { daysAgo: number; title: string }) {
  const say = useWords(write);
  const times = useTimes();
  const commune = useCommune();
  const [, go] = useLocation();
  const day = times.isoDay(serverNow() - daysAgo * DAY_MS);
  const found = useQuery({
    queryKey: ['broadcasts', 'of-day', commune?.id, day],
    queryFn: async ({ signal }) =>
      (
        await ask<{ broadcasts: Broadcasts }>(`/broadcasts${query({ communeId: commune?.id, day, limit: 50 })}`, {
          signal,
        })
      ).broadcasts,
  });
  return (
    <Told query={found}>
      {(all) => {
        const usable = all.filter(({ bulletins, class: kind }) => bulletins.length === 1 && kind !== 'emergency');
        if (usable.length === 0) return <p className="soft">{say('nothingThen', { title })}</p>;
        return (
          <div className={styles.stack}>
            <p>{title}</p>
            {usable.slice(0, 6).map(({ id, title: name, bulletins, startAt }) => (
              <Button
                key={id}
                variant="default"
                justify="flex-start"
                onClick={() => go(`/soan-tin?lai=${bulletins[0]?.bulletinId}&luot=${id}`)}
              >
                {times.clock(startAt)} · {name}
              </Button>
            ))}
          </div>
        );
      }}
    </Told>
  );
}

interface TemplateFormProps {
  template: Template;
  store: DraftStore;
  onClose: () => void;
}

function TemplateForm({ template, store, onClose }: TemplateFormProps) {
  const say = useWords(write);
  const times = useTimes();
  const [values, setValues] = useState<TemplateValues>({});
  const [error, setError] = useState<unknown>();
  const use = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      const { title, text, kind, validUntil } = await post<Static<typeof TemplatePreviewSchema>>(
        `/templates/${template.id}/preview`,
        { values: filledOf(values) },
      );
      const until = validUntil && times.isoDay(Date.parse(validUntil) - 1);
      store.choose({ title, text, kind, source: 'text', ...(until && { validUntil: until }) });
      store.note({ text });
      onClose();
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <form className={styles.stack} onSubmit={(event) => void use(event)}>
      <FieldInputs fields={template.fields} values={values} onChange={setValues} />
      {error !== undefined && <ProblemNotice error={error} />}
      <Button type="submit">{say('useTemplate')}</Button>
    </form>
  );
}
