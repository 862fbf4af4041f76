/** Time as playout uses it. */
import type { TimeMap } from '../domain/clock-offset-map.ts';

export type { TimeMap };

/** Asked at every use, since trust may come and go; `undefined` while there is no trusted time: then nothing sounds. */
export type TimeMapSource = () => TimeMap | undefined;
