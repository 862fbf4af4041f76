/** The rules by which somebody is told, each in a sentence. */
import type { RuleBody, RuleCreate } from '@loa-lang/schemas/http/notifications';
import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import { patch, post, remove } from '../api/ask.ts';
import { useMay } from '../api/queries.ts';
import register from '../parts/register/register.module.css';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { channels } from '../words/channels.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import { RuleForm } from './rule-form.tsx';
import { useRuleInWords } from './rule-words.ts';
import { useFreshTelling, useRules } from './telling-queries.ts';

export function RuleList({ communeId }: { communeId: string }) {
  const say = useWords(channels);
  const may = useMay();
  const [isAdding, setAdding] = useState(false);
  const read = useRules(communeId);
  return (
    <>
      <Told query={read}>
        {(all) => (
          <>
            {all.some(({ standard }) => standard) && <p className="soft">{say('standardRules')}</p>}
            {all.length === 0 && <p className="soft">{say('noRules')}</p>}
            <ul className={register.list} aria-label={say('rules')}>
              {all.map((rule) => (
                <li key={rule.id}>
                  <Line rule={rule} communeId={communeId} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Told>
      {may('administer') && (
        <div>
          <Button variant="default" onClick={() => setAdding(true)}>
            {say('addRule')}
          </Button>
        </div>
      )}
      {isAdding && <RuleForm communeId={communeId} onClose={() => setAdding(false)} />}
    </>
  );
}

function Line({ rule, communeId }: { rule: RuleBody; communeId: string }) {
  const say = useWords(channels);
  const sayCommon = useWords(common);
  const may = useMay();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const fresh = useFreshTelling();
  const inWords = useRuleInWords(communeId);
  const [isEditing, setEditing] = useState(false);
  const { id, areaId, standard, ...fields } = rule;
  const does = async (act: () => Promise<unknown>, text: string, undo: () => Promise<unknown>) => {
    try {
      await act();
      tell({ text, undo: () => undo().then(fresh) });
    } catch (error) {
      tellProblem(error);
    }
    await fresh();
  };
  const enable = (enabled: boolean) => patch(`/notification-rules/${id}`, { enabled });
  const again: RuleCreate = { areaId: areaId ?? communeId, ...fields };
  return (
    <>
      <span>
        <strong>{standard ? say(`standard-${rule.timing}`) : rule.name}</strong>
        <br />
        <small className="soft">{inWords(rule)}</small>
      </span>
      {!standard && may('administer') && (
        <span className={register.line}>
          <Switch
            label={say('enabled')}
            aria-label={say('enabledNamed', { name: rule.name })}
            checked={rule.enabled}
            onChange={(event) => {
              const wanted = event.currentTarget.checked;
              void does(
                () => enable(wanted),
                sayCommon('saved'),
                () => enable(!wanted),
              );
            }}
          />
          <Button
            variant="default"
            aria-label={say('changeNamed', { name: rule.name })}
            onClick={() => setEditing(true)}
          >
            {say('change')}
          </Button>
          <Button
            variant="subtle"
            aria-label={say('removeNamed', { name: rule.name })}
            onClick={() =>
              void does(
                () => remove(`/notification-rules/${id}`),
                say('removed', { name: rule.name }),
                () => post('/notification-rules', again),
              )
            }
          >
            {sayCommon('remove')}
          </Button>
        </span>
      )}
      {isEditing && <RuleForm communeId={communeId} known={rule} onClose={() => setEditing(false)} />}
    </>
  );
}
