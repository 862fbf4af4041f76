/** One of several readings of an abbreviation, and what speaks for it. */
export interface Sense {
  reading: string;
  after?: string;
  before?: string;
  near?: string;
}

export type Senses = Readonly<Record<string, readonly [usual: Sense, ...others: Sense[]]>>;
