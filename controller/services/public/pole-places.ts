/** Poles by the codes that they bear. */
import { tidyCode } from '../../domain/complaints/complaint.ts';
import type { PublicPlaces, PublicPole } from '../../ports/public-reader.ts';
import { found } from '../refusal.ts';

export class PolePlaces {
  readonly #places: Pick<PublicPlaces, 'pole'>;

  constructor({ places }: { places: Pick<PublicPlaces, 'pole'> }) {
    this.#places = places;
  }

  /** @param typed however somebody typed it @throws Refusal */
  async byCode(typed: string): Promise<{ pole: PublicPole; publicCode: string }> {
    const publicCode = tidyCode(typed);
    return { pole: found(await this.#places.pole(publicCode), 'complaint-code-unknown'), publicCode };
  }
}
