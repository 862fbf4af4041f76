/** A page: one question, its answer in words, its one next act. */
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import styles from './page.module.css';

export interface PageProps {
  title: string;
  /** the answer in a sentence, before any table or chart */
  lead?: ReactNode;
  /** beside the title: what may be done besides the one next act */
  acts?: ReactNode;
  /** the one next act: at the bottom right on a desk, at the thumb on a phone */
  next?: ReactNode;
  /** no wider than text is read well */
  narrow?: boolean;
  children?: ReactNode;
}

export function Page({ title, lead, acts, next, narrow = false, children }: PageProps) {
  const say = useWords(common);
  useEffect(() => {
    document.title = `${title} – ${say('product')}`;
  }, [title, say]);
  return (
    <div className={narrow ? `${styles.page} ${styles.narrow}` : styles.page}>
      <div className={styles.head}>
        <div className={styles.titles}>
          <h1 tabIndex={-1}>{title}</h1>
          {Boolean(lead) && <div className={styles.lead}>{lead}</div>}
        </div>
        {Boolean(acts) && <div className={styles.acts}>{acts}</div>}
      </div>
      {children}
      {Boolean(next) && <NextAct>{next}</NextAct>}
    </div>
  );
}

/** Messages of what was done stand above it: they must not cover what comes next. */
function NextAct({ children }: { children: ReactNode }) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (bar.current === null) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(([entry]) => {
      style.setProperty('--act-bar', `${Math.ceil(entry?.borderBoxSize[0]?.blockSize ?? 0)}px`);
    });
    observer.observe(bar.current);
    return () => {
      observer.disconnect();
      style.removeProperty('--act-bar');
    };
  }, []);
  return (
    <div className={styles.next} ref={bar}>
      {children}
    </div>
  );
}

/** A part of a page with a name. */
export function Section({
  title,
  acts,
  children,
  id,
}: {
  title?: string;
  acts?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section className={styles.section} id={id} aria-label={title}>
      {title !== undefined && (
        <div className={styles.sectionHead}>
          <h2>{title}</h2>
          {acts}
        </div>
      )}
      {children}
    </section>
  );
}
