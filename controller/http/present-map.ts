/** A commune's map as it is sent. */
import type { CommuneMapBody } from '@loa-lang/schemas/http/map';
import { boundsOf } from '../domain/maps/shape.ts';
import type { CommuneMap } from '../ports/map-store.ts';
import { outInstant } from './instants.ts';

export function mapBody({ communeId, hamlets, base, changedAt }: CommuneMap): CommuneMapBody {
  // what is shown is the commune, not a river that runs through it to the sea
  const outlines = boundsOf(hamlets.map(({ polygons }) => polygons));
  const bounds = outlines ?? boundsOf(base.map(({ geometry }) => geometry.coordinates));
  return {
    communeId,
    ...(bounds !== undefined && { bounds }),
    hamlets: hamlets.map(({ hamletId, polygons, labelAt }) => ({
      hamletId,
      geometry: { type: 'MultiPolygon', coordinates: polygons },
      labelAt,
    })),
    base,
    changedAt: outInstant(changedAt),
  };
}
