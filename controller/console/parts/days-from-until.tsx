/** From one day to another, both of them whole. */
import { TextInput } from '@mantine/core';
import styles from './days-from-until.module.css';

export interface DaysFromUntilProps {
  /** YYYY-MM-DD, as the fields of browsers give them */
  from: string;
  until: string;
  onFrom: (day: string) => void;
  onUntil: (day: string) => void;
  labels: { from: string; until: string };
}

export function DaysFromUntil({ from, until, onFrom, onUntil, labels }: DaysFromUntilProps) {
  const field = (label: string, value: string, onDay: (day: string) => void) => (
    <TextInput
      type="date"
      label={label}
      value={value}
      required
      onChange={(event) => onDay(event.currentTarget.value)}
    />
  );
  return (
    <div className={styles.days}>
      {field(labels.from, from, onFrom)}
      {field(labels.until, until, onUntil)}
    </div>
  );
}
