/** The sign of what sounds: waves that light up with the voice. */
import { onMeter } from '../audio/level.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** A dot, and an arc for each step of the level. */
const ARCS = ['M16.5 13.5a5 5 0 0 1 0 5', 'M20 10.5a9.5 9.5 0 0 1 0 11', 'M23.5 7.5a14 14 0 0 1 0 17'];
const HORN = 'M4 13h3l6-4.5v15L7 19H4z';

export function waves(): { root: SVGElement; show(levelDb: number): void } {
  const root = document.createElementNS(SVG, 'svg');
  root.setAttribute('viewBox', '0 0 32 32');
  root.setAttribute('aria-hidden', 'true');
  const path = (d: string): SVGPathElement => {
    const made = document.createElementNS(SVG, 'path');
    made.setAttribute('d', d);
    root.append(made);
    return made;
  };
  path(HORN).classList.add('horn');
  const arcs = ARCS.map(path);
  return {
    root,
    show(levelDb) {
      const level = onMeter(levelDb);
      arcs.forEach((arc, at) => {
        arc.style.opacity = level > 0.25 + at * 0.2 ? '1' : '';
      });
    },
  };
}
