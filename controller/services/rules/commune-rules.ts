/** What a commune allows itself: read and changed by the commune, asked before anything is planned. */
import type { CommuneRules } from '@loa-lang/schemas/http/commune-rules';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { changed } from '../../domain/audit/changed.ts';
import type { Caller } from '../../domain/people/person.ts';
import { TRIAL_RULES, USUAL_RULES } from '../../domain/rules/commune-rules.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AreaStore } from '../../ports/register.ts';
import type { CommuneRulesStore } from '../../ports/schedule-store.ts';
import { noteChange } from '../audit/note-change.ts';
import type { Permissions } from '../people/permissions.ts';
import { found, Refusal } from '../refusal.ts';
import type { Materialiser } from '../schedules/materialise.ts';

export interface CommuneRulesDeps {
  communeRules: CommuneRulesStore;
  areas: AreaStore;
  permissions: Permissions;
  materialiser: Pick<Materialiser, 'run'>;
  clock: Clock;
}

export interface RulesView {
  /** 0 while the usual ones apply */
  version: number;
  rules: CommuneRules;
  changedAt: EpochMillis | undefined;
}

export class CommuneRulesBook {
  readonly #deps: CommuneRulesDeps;

  constructor(deps: CommuneRulesDeps) {
    this.#deps = deps;
  }

  async of(communeId: AreaId): Promise<RulesView> {
    const { kind, name } = found(await this.#deps.areas.find(communeId), 'area-unknown');
    if (kind !== 'commune') throw new Refusal('not-a-commune', { name });
    const stored = await this.#deps.communeRules.find(communeId);
    return stored ?? { version: 0, rules: USUAL_RULES, changedAt: undefined };
  }

  /**
   * Holds for what is planned from now on; occurrences of schedules that they no longer allow are taken back.
   * @param version absent: whatever it is
   * @throws Refusal `rules-changed`
   */
  async put(communeId: AreaId, rules: CommuneRules, version: number | undefined, by: Caller): Promise<RulesView> {
    const { communeRules, permissions, materialiser, clock } = this.#deps;
    await permissions.require(by, 'settle', [communeId]);
    const before = await this.of(communeId);
    const from = version ?? before.version;
    if (from !== before.version || !(await communeRules.put(communeId, rules, from, clock.now()))) {
      throw new Refusal('rules-changed', { version: (await this.of(communeId)).version });
    }
    noteChange({ areaId: communeId, ...changed(before.rules, rules) });
    await materialiser.run(communeId);
    return this.of(communeId);
  }

  /** Of a trial area, when it is made. */
  async setTrial(communeId: AreaId): Promise<void> {
    await this.#deps.communeRules.put(communeId, TRIAL_RULES, 0, this.#deps.clock.now());
  }
}
