/** The form of a template. */
import { OWN_TEMPLATE_KINDS, type OwnTemplateKind } from '@loa-lang/schemas/http/templates';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Page, Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import register from '../parts/register/register.module.css';
import { useTell } from '../parts/toasts.tsx';
import { common } from '../words/common.ts';
import { templateWords } from '../words/templates.ts';
import { useWords } from '../words/words.ts';
import { FieldTable } from './field-table.tsx';
import { fieldsOf, isWritten, type TemplateDraft, wordsOf } from './template-draft.ts';
import { changeTemplate, createTemplate, type Own, TEMPLATES_KEY } from './template-queries.ts';
import { Trial } from './trial.tsx';

const MOST = 20_000;

interface TemplateFormProps {
  title: string;
  communeId: string;
  first: TemplateDraft;
  /** the one that is changed */
  known?: { id: string; own: Own };
}

export function TemplateForm({ title, communeId, first, known }: TemplateFormProps) {
  const say = useWords(templateWords);
  const sayCommon = useWords(common);
  const [, go] = useLocation();
  const tell = useTell();
  const client = useQueryClient();
  const [draft, setDraft] = useState(first);
  const set = (part: Partial<TemplateDraft>) => setDraft((before) => ({ ...before, ...part }));
  const again = () => client.invalidateQueries({ queryKey: TEMPLATES_KEY });
  const save = useMutation({
    mutationFn: () =>
      known === undefined
        ? createTemplate(communeId, wordsOf(draft))
        : changeTemplate(known.id, known.own.version, { words: wordsOf(draft) }),
    onSuccess: async ({ id, own }) => {
      const version = own?.version ?? 0;
      const undone = known === undefined ? { putAway: true } : { words: known.own.words };
      tell({ text: sayCommon('saved'), undo: () => changeTemplate(id, version, undone).then(again) });
      await again();
      go('/soan-tin/mau');
    },
  });
  const fields = fieldsOf(draft);
  return (
    <Page
      title={title}
      lead={say('formLead', { example: `{${say('exampleName')}}` })}
      narrow
      acts={<Link href="/soan-tin/mau">{say('page')}</Link>}
      next={
        <Button type="submit" form="template" loading={save.isPending} disabled={!isWritten(draft)}>
          {sayCommon('save')}
        </Button>
      }
    >
      <form
        id="template"
        className={register.stack}
        onSubmit={(event) => {
          event.preventDefault();
          if (isWritten(draft)) save.mutate();
        }}
      >
        <Section title={say('words')}>
          <div className={register.stack}>
            <TextInput
              label={say('title')}
              required
              maxLength={200}
              value={draft.title}
              onChange={(event) => set({ title: event.currentTarget.value })}
            />
            <NativeSelect
              label={say('kind')}
              value={draft.kind}
              onChange={(event) => set({ kind: event.currentTarget.value as OwnTemplateKind })}
              data={OWN_TEMPLATE_KINDS.map((kind) => ({ value: kind, label: say(`kind-${kind}`) }))}
            />
            <Textarea
              label={say('text')}
              description={say(draft.kind === 'emergency' ? 'textHintEmergency' : 'textHint')}
              placeholder={say('textExample', { example: `{${say('exampleName')}}` })}
              required
              autosize
              minRows={5}
              maxLength={MOST}
              value={draft.text}
              onChange={(event) => set({ text: event.currentTarget.value })}
            />
            <TextInput
              label={say('headline')}
              description={say('headlineHint')}
              maxLength={200}
              value={draft.headline}
              onChange={(event) => set({ headline: event.currentTarget.value })}
            />
          </div>
        </Section>
        {fields.length > 0 && (
          <Section title={say('fieldsTitle')}>
            <FieldTable
              fields={fields}
              onChange={({ name, ...field }) => set({ fields: { ...draft.fields, [name]: field } })}
            />
          </Section>
        )}
        {save.error !== null && <ProblemNotice error={save.error} />}
      </form>
      {isWritten(draft) && <Trial key={fields.map(({ name }) => name).join()} draft={draft} communeId={communeId} />}
    </Page>
  );
}
