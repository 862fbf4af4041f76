/** The own account: where its keys are, who stands in, and how one wants to be told of incidents. */
import type { PreferenceBody } from '@loa-lang/schemas/http/notifications';
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { ask, post, put } from '../api/ask.ts';
import { useMay, useSelf } from '../api/queries.ts';
import register from '../parts/register/register.module.css';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { telling } from '../words/telling.ts';
import { useWords } from '../words/words.ts';

const PATH = '/people/me/notifications';
const KEY = ['preference'] as const;
const NIGHT = { from: '21:00', until: '05:00' };

export function OwnSettings() {
  const say = useWords(telling);
  const may = useMay();
  const language = useLanguage();
  const { data: self } = useSelf();
  const read = useQuery({ queryKey: KEY, queryFn: ({ signal }) => ask<PreferenceBody>(PATH, { signal }) });
  const asked = language === 'en' ? '?lang=en' : '';
  return (
    <div className={register.stack}>
      <ul className={register.list}>
        <li>
          <a href={`/tai-khoan${asked}`}>{say('account')}</a>
          <span className="soft">{say('accountWhat')}</span>
        </li>
        {may('see') && (
          <li>
            <Link href="/cho-duyet/uy-quyen">{say('delegations')}</Link>
            <span className="soft">
              {self !== undefined && self.standsInFor.length > 0
                ? say('standsIn', { names: self.standsInFor.map(({ name }) => name).join(', ') })
                : say('delegationsWhat')}
            </span>
          </li>
        )}
      </ul>
      <h3>{say('preference')}</h3>
      <p className="soft">{say('preferenceWhy')}</p>
      <Told query={read}>
        {(preference) => <PreferenceForm key={JSON.stringify(preference)} preference={preference} />}
      </Told>
    </div>
  );
}

function PreferenceForm({ preference }: { preference: PreferenceBody }) {
  const say = useWords(telling);
  const sayCommon = useWords(common);
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const [draft, setDraft] = useState(preference);
  const set = (fields: Partial<PreferenceBody>) => setDraft((before) => ({ ...before, ...fields }));
  const store = async (wanted: PreferenceBody) => client.setQueryData(KEY, await put<PreferenceBody>(PATH, wanted));
  const save = useMutation({
    mutationFn: () => store(draft),
    onSuccess: () => tell({ text: sayCommon('saved'), undo: () => store(preference) }),
    onError: tellProblem,
  });
  const attempt = useMutation({
    mutationFn: () => post(`${PATH}/test`),
    onSuccess: () => tell({ text: say('testSent') }),
    onError: tellProblem,
  });
  const { quietHours, criticalPasses, language } = draft;
  return (
    <form
      className={register.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Checkbox
        label={say('quiet')}
        checked={quietHours !== null}
        onChange={(event) => set({ quietHours: event.currentTarget.checked ? NIGHT : null })}
      />
      {quietHours !== null && (
        <>
          <div className={register.line}>
            {(['from', 'until'] as const).map((name) => (
              <TextInput
                key={name}
                type="time"
                label={say(name)}
                required
                value={quietHours[name]}
                onChange={(event) => set({ quietHours: { ...quietHours, [name]: event.currentTarget.value } })}
              />
            ))}
          </div>
          <Checkbox
            label={say('criticalPasses')}
            checked={criticalPasses}
            onChange={(event) => set({ criticalPasses: event.currentTarget.checked })}
          />
        </>
      )}
      <NativeSelect
        label={say('language')}
        maw="16rem"
        value={language}
        onChange={(event) => set({ language: event.currentTarget.value as PreferenceBody['language'] })}
        data={[
          { value: 'vi', label: 'Tiếng Việt' },
          { value: 'en', label: 'English' },
        ]}
      />
      <div className={register.line}>
        <Button type="submit" loading={save.isPending} disabled={draft === preference}>
          {sayCommon('save')}
        </Button>
        <Button variant="default" loading={attempt.isPending} onClick={() => attempt.mutate()}>
          {say('test')}
        </Button>
      </div>
    </form>
  );
}
