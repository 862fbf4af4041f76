/** Templates: the commune's own, those of the program, and what was put away. */
import type { TemplateBody } from '@loa-lang/schemas/http/templates';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { matches } from '../parts/fold.ts';
import { Page, Section } from '../parts/page.tsx';
import register from '../parts/register/register.module.css';
import { SearchField } from '../parts/search-field.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Empty, Told } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { templateWords } from '../words/templates.ts';
import { useWords } from '../words/words.ts';
import { changeTemplate, TEMPLATES_KEY, useAllTemplates, usePutAway } from './template-queries.ts';
import styles from './templates.module.css';

export function TemplatesPage() {
  const say = useWords(templateWords);
  const sayCommon = useWords(common);
  const language = useLanguage();
  const may = useMay();
  const asked = useAllTemplates();
  const away = usePutAway();
  const [typed, setTyped] = useState('');
  const wanted = (all: readonly TemplateBody[]) => all.filter(({ title }) => matches(title[language], typed));
  return (
    <Page
      title={say('page')}
      lead={say('lead')}
      narrow
      next={
        may('submit') && (
          <Button component={Link} href="/soan-tin/mau/moi">
            {say('new')}
          </Button>
        )
      }
    >
      <Told query={asked}>
        {(all) => {
          const own = wanted(all.filter((each) => each.own !== undefined));
          const usual = wanted(all.filter((each) => each.own === undefined));
          const nothing = sayCommon('nothingFound', { what: typed });
          return (
            <>
              <SearchField value={typed} onChange={setTyped} label={say('search')} />
              <Section title={say('own')}>
                {own.length > 0 ? (
                  <Lines templates={own} />
                ) : (
                  <Empty title={typed === '' ? say('noneOwn') : nothing}>{typed === '' && say('noneOwnHow')}</Empty>
                )}
              </Section>
              <Section title={say('usual')}>
                {usual.length > 0 ? <Lines templates={usual} /> : <p className="soft">{nothing}</p>}
              </Section>
            </>
          );
        }}
      </Told>
      {away.data !== undefined && wanted(away.data).length > 0 && (
        <Section title={say('away')}>
          <Lines templates={wanted(away.data)} />
        </Section>
      )}
    </Page>
  );
}

function Lines({ templates }: { templates: readonly TemplateBody[] }) {
  return (
    <ul className={register.list}>
      {templates.map((each) => (
        <Line key={each.id} template={each} />
      ))}
    </ul>
  );
}

function Line({ template: { id, title, kind, fields, own } }: { template: TemplateBody }) {
  const say = useWords(templateWords);
  const language = useLanguage();
  const times = useTimes();
  const may = useMay();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: TEMPLATES_KEY });
  const name = title[language];
  const isAway = own?.putAwayAt !== undefined;
  const put = useMutation({
    mutationFn: (putAway: boolean) => changeTemplate(id, own?.version ?? 0, { putAway }),
    onSuccess: ({ own: after }, putAway) => {
      tell({
        text: say(putAway ? 'putAwayTold' : 'takenBackTold', { name }),
        undo: () => changeTemplate(id, after?.version ?? 0, { putAway: !putAway }).then(again),
      });
      return again();
    },
    onError: tellProblem,
  });
  const about = [
    say(`kind-${kind}` as 'kind-notice'),
    fields.length === 0 ? say('noFields') : say('fields', { count: fields.length }),
    ...(own === undefined ? [] : [say('changedBy', { name: own.changedBy, when: times.wholeDay(own.changedAt) })]),
  ];
  return (
    <li>
      <div className={styles.grow}>
        <strong>{name}</strong>
        <p className="soft">{about.join(' · ')}</p>
      </div>
      {!isAway && (
        <Button
          component={Link}
          href={kind === 'emergency' ? '/khan-cap' : `/soan-tin?mau=${id}`}
          variant="default"
          aria-label={say('useNamed', { name })}
        >
          {say('use')}
        </Button>
      )}
      {own !== undefined && may('submit') && (
        <>
          {!isAway && (
            <Button
              component={Link}
              href={`/soan-tin/mau/${id}`}
              variant="default"
              aria-label={say('editNamed', { name })}
            >
              {say('edit')}
            </Button>
          )}
          <Button
            variant="default"
            loading={put.isPending}
            onClick={() => put.mutate(!isAway)}
            aria-label={say(isAway ? 'takeBackNamed' : 'putAwayNamed', { name })}
          >
            {say(isAway ? 'takeBack' : 'putAway')}
          </Button>
        </>
      )}
    </li>
  );
}
