/** What plays at one cluster, what is wrong, and orders to its device. */

import type { ClusterStatusBody } from '@loa-lang/schemas/http/cluster-health';
import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import { Link } from 'wouter';
import { useMay } from '../api/queries.ts';
import { ComplaintLine } from '../parts/complaint-line.tsx';
import { IncidentLine } from '../parts/incident-line.tsx';
import { Section } from '../parts/page.tsx';
import { Told } from '../parts/told.tsx';
import { clusterPage } from '../words/cluster-page.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';
import { useComplaintsHere, useIncidentsHere } from './one.ts';
import { Orders } from './orders.tsx';
import { Programme } from './programme.tsx';

export function NowTab({ status, cluster }: { status: ClusterStatusBody; cluster: ClusterBody }) {
  const may = useMay();
  return (
    <>
      <div className={styles.column}>
        <Incidents id={cluster.id} />
        {may('manage') && <Orders cluster={cluster} households={status.households} />}
        {may('stop') && <Complaints id={cluster.id} />}
      </div>
      <Programme id={cluster.id} />
    </>
  );
}

function Incidents({ id }: { id: string }) {
  const say = useWords(clusterPage);
  const read = useIncidentsHere(id);
  return (
    <Section title={say('incidents')} acts={<Link href="/su-co">{say('allIncidents')}</Link>}>
      <Told query={read} isEmpty={(list) => list.length === 0} empty={<p className="soft">{say('noIncidents')}</p>}>
        {(list) => (
          <ul className={styles.list}>
            {list.map((incident) => (
              <li key={incident.id}>
                <IncidentLine incident={incident} />
              </li>
            ))}
          </ul>
        )}
      </Told>
    </Section>
  );
}

function Complaints({ id }: { id: string }) {
  const say = useWords(clusterPage);
  const read = useComplaintsHere(id, true);
  return (
    <Section title={say('complaints')} acts={<Link href="/su-co/phan-anh">{say('allComplaints')}</Link>}>
      <Told query={read} isEmpty={(list) => list.length === 0} empty={<p className="soft">{say('noComplaints')}</p>}>
        {(list) => (
          <ul className={styles.list}>
            {list.map((complaint) => (
              <li key={complaint.id}>
                <ComplaintLine complaint={complaint} />
              </li>
            ))}
          </ul>
        )}
      </Told>
    </Section>
  );
}
