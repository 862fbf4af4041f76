/** When the approver is on the road: recorded word of mouth, or a link that works once. */

import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMay, useSelf } from '../api/queries.ts';
import { Section } from '../parts/page.tsx';
import { approvals } from '../words/approvals.ts';
import { useWords } from '../words/words.ts';
import styles from './approvals.module.css';
import { type ApprovalDetail, mayApprove, usePeople } from './asking.ts';
import { LinkForm } from './link-form.tsx';
import { OutsideForm } from './outside-form.tsx';

export function Outside({ detail }: { detail: ApprovalDetail }) {
  const say = useWords(approvals);
  const may = useMay();
  const { data: self } = useSelf();
  const { data: people = [] } = usePeople();
  const [open, setOpen] = useState<'outside' | 'link'>();
  const approvers = people.filter((each) => mayApprove(each) && each.personId !== self?.personId);
  if (!may('submit') || approvers.length === 0) return null;
  const toggle = (which: 'outside' | 'link') => (
    <Button
      variant="default"
      aria-expanded={open === which}
      onClick={() => setOpen(open === which ? undefined : which)}
    >
      {say(which)}
    </Button>
  );
  return (
    <Section>
      <div className={styles.stack}>
        <div className={styles.acts}>
          {toggle('outside')}
          {toggle('link')}
        </div>
        {open === 'outside' && <OutsideForm detail={detail} approvers={approvers} />}
        {open === 'link' && <LinkForm id={detail.id} approvers={approvers} />}
      </div>
    </Section>
  );
}
