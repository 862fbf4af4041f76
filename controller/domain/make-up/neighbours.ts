/** Who hears a make-up although they heard the broadcast: households of the poles around. */
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { TwiceReason } from '@loa-lang/schemas/states/make-up';
import type { AudienceCluster } from '../placement/audience.ts';

/** Degrees, WGS 84. */
export interface Position {
  latitude: number;
  longitude: number;
}

export interface HeardTwice {
  cluster: AudienceCluster;
  because: TwiceReason;
  /** those of the hamlets shared, or all that it serves when it only stands near */
  households: number;
  /** the poles that are to sound beside it */
  beside: ClusterId[];
}

/**
 * A horn of 50–120 W gives some 110–115 dB at 1 m; 6 dB less with each doubling leave about 60 dB at 400 m, which is
 * speech that is understood out of doors in a quiet village.
 */
export const HEARING_METERS = 400;
const EARTH_RADIUS_METERS = 6_371_000;

interface Standing {
  position: Position | undefined;
  hamletIds: readonly AreaId[];
}

export function heardTwice(
  sounding: readonly AudienceCluster[],
  reached: readonly AudienceCluster[],
  standing: ReadonlyMap<ClusterId, Standing>,
): HeardTwice[] {
  return reached.flatMap((cluster): HeardTwice[] => {
    const own = standing.get(cluster.id);
    if (own === undefined) return [];
    const shares = sounding.flatMap((other) => {
      const hamletIds = standing.get(other.id)?.hamletIds ?? [];
      const shared = own.hamletIds.filter((id) => hamletIds.includes(id));
      return shared.length > 0 ? [{ other, shared }] : [];
    });
    if (shares.length > 0) {
      const shared = new Set(shares.flatMap((each) => each.shared));
      const households = householdsOf(cluster, (hamletId) => shared.has(hamletId));
      return [{ cluster, because: 'same-hamlet', households, beside: shares.map(({ other }) => other.id) }];
    }
    const near = sounding.filter((other) => isNear(own.position, standing.get(other.id)?.position));
    if (near.length === 0) return [];
    const households = householdsOf(cluster, () => true);
    return [{ cluster, because: 'within-hearing', households, beside: near.map((other) => other.id) }];
  });
}

const householdsOf = ({ services }: AudienceCluster, counts: (hamletId: AreaId) => boolean): number =>
  services.reduce((total, each) => total + (counts(each.hamletId) ? each.households : 0), 0);

const isNear = (one: Position | undefined, other: Position | undefined): boolean =>
  one !== undefined && other !== undefined && metersBetween(one, other) <= HEARING_METERS;

/** On a plane that touches the earth between them: exact to centimetres over such distances. */
export function metersBetween(one: Position, other: Position): number {
  const radians = Math.PI / 180;
  const middle = ((one.latitude + other.latitude) / 2) * radians;
  const north = (other.latitude - one.latitude) * radians;
  const east = (other.longitude - one.longitude) * radians * Math.cos(middle);
  return EARTH_RADIUS_METERS * Math.hypot(north, east);
}
