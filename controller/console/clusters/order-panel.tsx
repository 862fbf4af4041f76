/** Before anything sounds or breaks off it is said what will; and why it is done although it disturbs. */

import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { HoldButton } from '../parts/hold-button.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { common } from '../words/common.ts';
import { useNumbers } from '../words/numbers.ts';
import { orders } from '../words/orders.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';
import type { OrderName } from './order-names.ts';

export interface OrderPanelProps {
  name: OrderName;
  cluster: ClusterBody;
  households: number;
  /** why it was not done without a reason */
  obstacle: unknown;
  isBusy: boolean;
  onOrder: (force?: string) => void;
  onClose: () => void;
}

const SHORTEST_REASON = 5;

export function OrderPanel({ name, cluster, households, obstacle, isBusy, onOrder, onClose }: OrderPanelProps) {
  const say = useWords(orders);
  const sayCommon = useWords(common);
  const numbers = useNumbers();
  const [reason, setReason] = useState('');
  const force = obstacle === undefined ? undefined : reason.trim();
  const isReady = force === undefined || force.length >= SHORTEST_REASON;
  const sounds = name === 'play-test';
  const about = sounds
    ? say('about-play-test', { name: cluster.name, households: numbers.plain(households) })
    : say(name === 'reboot' ? 'about-reboot' : 'about-restart');
  return (
    <div className={styles.order}>
      <p>{about}</p>
      {obstacle !== undefined && (
        <>
          <ProblemNotice error={obstacle} />
          <Textarea
            label={say('reason')}
            description={say('reasonHow')}
            value={reason}
            autosize
            minRows={2}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </>
      )}
      <div className={styles.buttons}>
        {sounds ? (
          <HoldButton onHeld={() => onOrder(force)} disabled={!isReady} busy={isBusy}>
            {say(force === undefined ? 'hold' : 'anyway')}
          </HoldButton>
        ) : (
          <Button onClick={() => onOrder(force)} disabled={!isReady} loading={isBusy}>
            {say(force === undefined ? 'doIt' : 'anyway')}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {sayCommon('cancel')}
        </Button>
      </div>
    </div>
  );
}
