/** What was asked of the controller, in each of its states: not yet, not at all, nothing, and there. */
import { Button, Loader } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import { ProblemNotice } from './problem-notice.tsx';
import styles from './told.module.css';

export interface ToldProps<Data> {
  query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>;
  /** whether there is nothing to show */
  isEmpty?: (data: Data) => boolean;
  /** what an empty page says, and leads to */
  empty?: ReactNode;
  children: (data: Data) => ReactNode;
}

export function Told<Data>({ query, isEmpty, empty, children }: ToldProps<Data>) {
  const { data, error, refetch } = query;
  // what is known stays while it cannot be asked for anew
  if (data !== undefined) {
    return (
      <>
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {isEmpty?.(data) === true ? empty : children(data)}
      </>
    );
  }
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return <Waiting />;
}

export function Waiting() {
  const say = useWords(common);
  return (
    <p className={styles.waiting} role="status" data-loading="true">
      <Loader size="sm" aria-hidden /> {say('loading')}
    </p>
  );
}

/** A clear empty page: what would be here, and how it comes to be. */
export function Empty({ title, children, act }: { title: string; children?: ReactNode; act?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>{title}</p>
      {children !== undefined && <p className="soft">{children}</p>}
      {act !== undefined && <div className={styles.emptyAct}>{act}</div>}
    </div>
  );
}

export function Retry({ onRetry }: { onRetry: () => void }) {
  const say = useWords(common);
  return (
    <Button variant="default" size="sm" onClick={onRetry}>
      {say('retry')}
    </Button>
  );
}
