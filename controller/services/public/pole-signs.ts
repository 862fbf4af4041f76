/** Signs for poles: each with the code by which villagers open its page. */
import { randomBytes } from 'node:crypto';
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import { publicCodeOf } from '../../domain/complaints/complaint.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import type { PoleSigns, Sign, SignLayout, SignPrinter, SignStore } from '../../ports/pole-signs.ts';
import { noteChange } from '../audit/note-change.ts';
import { Refusal } from '../refusal.ts';

export interface PoleSignDeps {
  signs: SignStore;
  signPrinter: SignPrinter;
}

export interface SignsAsked {
  communeId: AreaId;
  /** all of the commune when absent */
  clusterId?: ClusterId | undefined;
}

export class SignDesk {
  readonly #deps: PoleSignDeps;

  constructor(deps: PoleSignDeps) {
    this.#deps = deps;
  }

  /** @param pageOf where a code leads @throws Refusal `signs-none` where no pole in sight has a code */
  async print(asked: SignsAsked, layout: SignLayout, sight: Sight, pageOf: (code: string) => string) {
    const { signs, signPrinter } = this.#deps;
    const poles = (await signs.polesOf(asked.communeId)).filter(
      ({ id, hamletId }) =>
        (sight === 'everything' || sight.within.has(hamletId)) &&
        (asked.clusterId === undefined || asked.clusterId === id),
    );
    const printed = poles.flatMap(({ publicCode, ...pole }): Sign[] =>
      publicCode === undefined ? [] : [{ ...pole, publicCode, url: pageOf(publicCode) }],
    );
    const [first] = printed;
    if (first === undefined) throw new Refusal('signs-none');
    return signPrinter.signs({ communeName: first.communeName, layout, signs: printed } satisfies PoleSigns);
  }

  /** Gives a code to every pole that has none; those that hang keep theirs. @returns how many were made */
  async makeMissing(communeId: AreaId): Promise<{ made: number; poles: number }> {
    const { signs } = this.#deps;
    const poles = await signs.polesOf(communeId);
    const missing = poles.filter(({ publicCode }) => publicCode === undefined);
    let made = 0;
    for (const { id } of missing) if (await signs.giveCode(id, publicCodeOf(randomBytes(10)))) made += 1;
    noteChange({ areaId: communeId, subjectId: communeId, after: { publicCodes: made } });
    return { made, poles: poles.length };
  }
}
