/** Devices that hung at the pole, newest first, and what one that is attached by hand is given. */

import type { ClusterBody, HardwareListSchema } from '@loa-lang/schemas/http/clusters';
import type { Provisioning } from '@loa-lang/schemas/http/provisioning';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Section } from '../parts/page.tsx';
import { Told } from '../parts/told.tsx';
import { clusterRecord } from '../words/cluster-record.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';

export function Hardware({ cluster }: { cluster: ClusterBody }) {
  const say = useWords(clusterRecord);
  const may = useMay();
  const times = useTimes();
  const now = useNow();
  const [isShown, setShown] = useState(false);
  const read = useQuery({
    queryKey: ['clusters', cluster.id, 'hardware'],
    queryFn: async ({ signal }) =>
      (await ask<Static<typeof HardwareListSchema>>(`/clusters/${cluster.id}/hardware`, { signal })).devices,
  });
  return (
    <Section title={say('hardware')}>
      <Told query={read} isEmpty={(list) => list.length === 0} empty={<p className="soft">{say('noHardware')}</p>}>
        {(list) => (
          <ul className={styles.list}>
            {list.map(({ deviceId, code, agentVersion, from, until, by }) => (
              <li key={`${deviceId} ${from}`}>
                <strong className="figures">{code ?? deviceId}</strong>
                <p className="soft">
                  <small>
                    {[
                      until === undefined
                        ? say('fromNow', { from: times.moment(from, now) })
                        : say('fromTo', { from: times.moment(from, now), until: times.moment(until, now) }),
                      agentVersion !== undefined && say('version', { version: agentVersion }),
                      by,
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </p>
              </li>
            ))}
          </ul>
        )}
      </Told>
      {may('manage') && cluster.deviceId !== undefined && (
        <>
          <Button variant="default" mt="sm" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            {say('provisioning')}
          </Button>
          {isShown && <GivenOnce deviceId={cluster.deviceId} />}
        </>
      )}
    </Section>
  );
}

function GivenOnce({ deviceId }: { deviceId: string }) {
  const say = useWords(clusterRecord);
  const read = useQuery({
    queryKey: ['provisioning', deviceId],
    queryFn: ({ signal }) => ask<Provisioning>(`/devices/${deviceId}/provisioning`, { signal }),
    // a secret is not kept longer than it is looked at
    gcTime: 0,
  });
  return (
    <div className={styles.order}>
      <p>{say('provisioningAbout')}</p>
      <Told query={read}>
        {(given) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
          <section className={styles.answer} tabIndex={0} aria-label={say('provisioning')}>
            {JSON.stringify(given, null, 2)}
          </section>
        )}
      </Told>
    </div>
  );
}
