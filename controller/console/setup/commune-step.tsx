/** There is no commune yet: its name makes it. */
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/ask.ts';
import { KEYS, useAreas } from '../api/queries.ts';
import { Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import styles from '../parts/register/register.module.css';
import { setup } from '../words/setup.ts';
import { useWords } from '../words/words.ts';

export function CommuneStep() {
  const say = useWords(setup);
  const client = useQueryClient();
  const { data: areas = [] } = useAreas();
  const [name, setName] = useState('');
  const make = useMutation({
    mutationFn: () => {
      const province = areas.find(({ kind }) => kind === 'province');
      return post('/areas', { kind: 'commune', name, ...(province !== undefined && { parentId: province.id }) });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS.areas }),
  });
  return (
    <Section title={say('commune')}>
      <form
        className={styles.stack}
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <TextInput
          label={say('communeName')}
          required
          value={name}
          placeholder="Xã Ngọc Thiện"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {make.error !== null && <ProblemNotice error={make.error} />}
        <div className={styles.line}>
          <Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>
            {say('communeMake')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
