/** The code that stands on the pole, for villagers. */

import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import type { PublicCodeSchema } from '@loa-lang/schemas/http/complaints';
import { Anchor, Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { addressOf, ask, post, query } from '../api/ask.ts';
import { useCommune, useMay } from '../api/queries.ts';
import { Section } from '../parts/page.tsx';
import { useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { clusterRecord } from '../words/cluster-record.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';
import record from './record.module.css';

type PublicCode = Static<typeof PublicCodeSchema>;

export function Sign({ cluster: { id } }: { cluster: ClusterBody }) {
  const say = useWords(clusterRecord);
  const sayCommon = useWords(common);
  const may = useMay();
  const commune = useCommune();
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const [isRenewing, setRenewing] = useState(false);
  const key = ['public-code', id];
  const read = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask<PublicCode>(`/clusters/${id}/public-code`, { signal }),
  });
  const make = async () => {
    try {
      client.setQueryData(key, await post<PublicCode>(`/clusters/${id}/public-code`));
    } catch (error) {
      tellProblem(error);
    }
    setRenewing(false);
  };
  return (
    <Section title={say('sign')}>
      <p className="soft">{say('signAbout')}</p>
      <Told query={read}>
        {({ code }) => (
          <>
            <p className={code === undefined ? 'soft' : `${record.code} figures`}>{code ?? say('noCode')}</p>
            {may('manage') && isRenewing && (
              <div className={styles.order}>
                <p>{say('renewAbout')}</p>
                <div className={styles.buttons}>
                  <Button onClick={() => void make()}>{say('renewCode')}</Button>
                  <Button variant="default" onClick={() => setRenewing(false)}>
                    {sayCommon('cancel')}
                  </Button>
                </div>
              </div>
            )}
            <div className={styles.buttons}>
              {may('manage') && !isRenewing && (
                <Button variant="default" onClick={() => (code === undefined ? void make() : setRenewing(true))}>
                  {say(code === undefined ? 'makeCode' : 'renewCode')}
                </Button>
              )}
              {code !== undefined && commune !== undefined && (
                <Anchor
                  href={addressOf(`/communes/${commune.id}/signs.pdf${query({ clusterId: id })}`)}
                  target="_blank"
                  className={styles.link}
                >
                  {say('printSigns')}
                </Anchor>
              )}
            </div>
          </>
        )}
      </Told>
    </Section>
  );
}
