/** Orders to one device, and their answers as they come. */

import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import type { CommandBody } from '@loa-lang/schemas/http/commands';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { newKey } from '../api/new-key.ts';
import { isProblem } from '../api/problem.ts';
import { useTimes } from '../api/times.ts';
import { Section } from '../parts/page.tsx';
import { useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { useLanguage } from '../words/language.ts';
import { orders } from '../words/orders.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';
import { ONE, useCommands } from './one.ts';
import type { OrderName } from './order-names.ts';
import { OrderPanel } from './order-panel.tsx';

const NAMES: readonly OrderName[] = ['test', 'log', 'play-test', 'restart', 'reboot'];
/** Nothing is heard of these, and nothing breaks off: they are given at once. */
const QUIET: readonly OrderName[] = ['test', 'log'];

export function Orders({ cluster, households }: { cluster: ClusterBody; households: number }) {
  const say = useWords(orders);
  const tellProblem = useTellProblem();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<OrderName>();
  const [obstacle, setObstacle] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const { id } = cluster;
  const order = async (name: OrderName, force?: string) => {
    setBusy(true);
    try {
      const given = await ask<CommandBody>(`/clusters/${id}/commands`, {
        method: 'POST',
        body: { name, ...(force !== undefined && { force }) },
        headers: { 'idempotency-key': newKey() },
      });
      client.setQueryData<CommandBody[]>(ONE.commands(id), (list = []) => [
        given,
        ...list.filter((each) => each.id !== given.id),
      ]);
      // its answer may have come before it was in the list
      void client.invalidateQueries({ queryKey: ONE.commands(id) });
      choose(undefined);
    } catch (error) {
      if (isProblem(error, 'command-disturbs')) setObstacle(error);
      else tellProblem(error);
    }
    setBusy(false);
  };
  const choose = (name: OrderName | undefined) => {
    setChosen(name);
    setObstacle(undefined);
  };
  return (
    <Section title={say('title')}>
      <div className={styles.buttons}>
        {NAMES.map((name) => (
          <Button
            key={name}
            variant="default"
            aria-expanded={QUIET.includes(name) ? undefined : chosen === name}
            disabled={isBusy}
            onClick={() => (QUIET.includes(name) ? void order(name) : choose(chosen === name ? undefined : name))}
          >
            {say(name)}
          </Button>
        ))}
      </div>
      {chosen !== undefined && (
        <OrderPanel
          {...{ name: chosen, cluster, households, obstacle, isBusy }}
          onOrder={(force) => void order(chosen, force)}
          onClose={() => choose(undefined)}
        />
      )}
      <Latest id={id} />
    </Section>
  );
}

function Latest({ id }: { id: string }) {
  const say = useWords(orders);
  const read = useCommands(id);
  return (
    <div className={styles.group}>
      <h3>{say('latest')}</h3>
      <Told query={read} isEmpty={(list) => list.length === 0} empty={<p className="soft">{say('none')}</p>}>
        {(list) => (
          <ul className={styles.list} aria-live="polite">
            {list.slice(0, 8).map((command) => (
              <li key={command.id}>
                <Order command={command} />
              </li>
            ))}
          </ul>
        )}
      </Told>
    </div>
  );
}

/** A shape for what became of it, besides the words. */
const SHAPES: Readonly<Record<string, string>> = { waiting: '…', done: '✓', 'not-sent': '✕', unanswered: '?' };

function Order({ command }: { command: CommandBody }) {
  const say = useWords(orders);
  const language = useLanguage();
  const times = useTimes();
  const now = useNow();
  const { name, outcome, message, requestedBy, issuedAt, answer, forcedBecause } = command;
  const known = ['test', 'play-test', 'log', 'restart', 'reboot', 'self-test', 'update'] as const;
  const named = known.find((each) => each === name);
  return (
    <>
      <span className={styles.entry}>
        <strong>{named === undefined ? name : say(named)}</strong>
        <small className="soft">{say('by', { who: requestedBy, moment: times.moment(issuedAt, now) })}</small>
      </span>
      <p>
        <span aria-hidden>{SHAPES[outcome ?? 'waiting'] ?? '✕'} </span>
        {message[language]}
      </p>
      {forcedBecause !== undefined && <small className="soft">{say('forced', { reason: forcedBecause })}</small>}
      {answer !== undefined && answer !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        <section className={styles.answer} tabIndex={0} aria-label={say('answer')}>
          {answer}
        </section>
      )}
    </>
  );
}
