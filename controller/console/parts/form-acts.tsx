/** The end of a form: do it, or leave it. */
import { Button } from '@mantine/core';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import styles from './form-acts.module.css';

export interface FormActsProps {
  /** "save" when absent */
  label?: string;
  busy?: boolean;
  onCancel: () => void;
}

export function FormActs({ label, busy = false, onCancel }: FormActsProps) {
  const say = useWords(common);
  return (
    <div className={styles.acts}>
      <Button type="submit" loading={busy}>
        {label ?? say('save')}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {say('cancel')}
      </Button>
    </div>
  );
}
