/** How much there is on a stage. */
export interface StageSize {
  hamlets: number;
  clusters: number;
  bulletins: number;
}

export const SIZES = {
  /** nothing is set up: no place, nobody on record */
  empty: { hamlets: 0, clusters: 0, bulletins: 0 },
  /** an ordinary commune */
  commune: { hamlets: 12, clusters: 18, bulletins: 24 },
  /** the largest that pages have to be quick with */
  large: { hamlets: 34, clusters: 150, bulletins: 500 },
  /** a province's worth of poles in one commune: lists stay usable */
  huge: { hamlets: 60, clusters: 5000, bulletins: 500 },
} as const satisfies Record<string, StageSize>;
export type SizeName = keyof typeof SIZES;

export const SIZE_NAMES = Object.keys(SIZES) as SizeName[];
