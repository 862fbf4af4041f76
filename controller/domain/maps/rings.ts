/** Rings of polygons: which way they run, with how few points they do, and where in them a name stands. */
import type { Position } from '@loa-lang/schemas/http/map';
import type { PolygonRings, Ring } from './shape.ts';

/** Twice the area in square degrees; positive when it runs counterclockwise (shoelace formula). */
export function signedArea(ring: Ring): number {
  let sum = 0;
  const [ox = 0, oy = 0] = ring[0] ?? [];
  for (let i = 0; i + 1 < ring.length; i++) {
    const [ax, ay] = ring[i] as Position;
    const [bx, by] = ring[i + 1] as Position;
    // from the first point: products of whole degrees would swallow a hamlet's metres
    sum += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy);
  }
  return sum;
}

/** RFC 7946, 3.1.6: outer rings counterclockwise, holes clockwise. Readers should not refuse others, so they are turned. */
export const wound = (rings: PolygonRings): PolygonRings =>
  rings.map((ring, index) => (signedArea(ring) > 0 === (index === 0) ? ring : [...ring].reverse()));

/** Two metres: less than the width of a line on the closest look. */
const TOLERANCE_DEG = 0.00002;

/** Ramer–Douglas–Peucker, without recursion: a coast of 100,000 points must not end the stack. */
export function simplified(line: readonly Position[], tolerance = TOLERANCE_DEG): Position[] {
  if (line.length <= 2) return [...line];
  const keep = new Uint8Array(line.length);
  keep[0] = 1;
  keep[line.length - 1] = 1;
  const open: [number, number][] = [[0, line.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    let [farthest, index] = [0, -1];
    for (let i = from + 1; i < to; i++) {
      const distance = distanceTo(line[i] as Position, line[from] as Position, line[to] as Position);
      if (distance > farthest) [farthest, index] = [distance, i];
    }
    if (index < 0 || farthest <= tolerance) continue;
    keep[index] = 1;
    open.push([from, index], [index, to]);
  }
  return line.filter((_, i) => keep[i] === 1);
}

/** A ring stays one: what would fall to a line is left as it was. */
export function simplifiedRing(ring: Ring): Ring {
  const simple = simplified(ring);
  return simple.length >= 4 && signedArea(simple) !== 0 ? simple : ring;
}

function distanceTo([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - (ax + along * dx), y - (ay + along * dy));
}

/**
 * A point inside the largest polygon, where a name fits: the middle of the longest stretch that one of some level lines
 * lies inside it. The centre of mass may lie outside of a bent hamlet.
 */
export function pointInside(polygons: readonly PolygonRings[]): Position {
  const largest = [...polygons].sort((a, b) => Math.abs(signedArea(b[0] ?? [])) - Math.abs(signedArea(a[0] ?? [])))[0];
  const ys = (largest?.[0] ?? []).map(([, y]) => y);
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  let best: { at: Position; width: number } = { at: largest?.[0]?.[0] ?? [0, 0], width: -1 };
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const y = low + (high - low) * share;
    const crossings = (largest ?? []).flatMap((ring) => crossingsAt(ring, y)).sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [west = 0, east = 0] = crossings.slice(i, i + 2);
      // the middle is preferred: another line has to be a good deal longer
      const width = (east - west) * (share === 0.5 ? 1.25 : 1);
      if (width > best.width) best = { at: [rounded((west + east) / 2), rounded(y)], width };
    }
  }
  return best.at;
}

const crossingsAt = (ring: Ring, y: number): number[] =>
  ring.flatMap(([bx, by], i) => {
    const [ax, ay] = ring[i - 1] ?? [bx, by];
    return ay > y === by > y ? [] : [ax + ((y - ay) / (by - ay)) * (bx - ax)];
  });

/** Eleven centimetres; RFC 7946, 11.2, asks for no more. */
export const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
