/** Which incidents are told to whom, when, and who is told next where nobody takes them on. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { IncidentOwner, Severity } from '@loa-lang/schemas/states/incident';
import type { MessageLanguage, Timing } from '@loa-lang/schemas/states/notification';
import type { Role } from '@loa-lang/schemas/states/people';
import type { Millis } from '@loa-lang/schemas/units';
import type { PersonId } from '../people/person.ts';

export interface Audience {
  roles: readonly Role[];
  personIds: readonly PersonId[];
  /** the deputies of those who were told before */
  deputies?: boolean;
}

export interface RuleTerms {
  severities: readonly Severity[];
  owners: readonly IncidentOwner[];
  timing: Timing;
  delayMs: Millis;
  /** HH:MM */
  digestAt: string;
  to: Audience;
  /** who is told where `to` is nobody who can be reached */
  orElse?: Audience;
  escalation: readonly { afterMs: Millis; to: Audience }[];
  language: MessageLanguage;
}

export interface Rule extends RuleTerms {
  id: string;
  /** of the area and what lies below it; absent: a standard rule */
  areaId: AreaId | undefined;
  name: string;
  enabled: boolean;
  /** absent: the system's own e-mail */
  channelId: string | undefined;
}

/** A device that comes back within a minute had a short cut of its link; whoever is on the way needs to know soon. */
export const USUAL_DELAY_MS: Millis = 60_000;
/** Before the day's first round. */
export const USUAL_DIGEST_AT = '07:30';
/** Nobody has said that they know: half an hour of a working day is long for a village without its loudspeaker. */
const USUAL_ESCALATION_MS: Millis = 30 * 60_000;

const ADMINISTRATORS: Audience = { roles: ['commune-administrator', 'province-administrator'], personIds: [] };
const USUAL_AUDIENCE: Readonly<Record<IncidentOwner, Audience>> = {
  technician: { roles: ['technician'], personIds: [] },
  officer: { roles: ['officer'], personIds: [] },
  administrator: ADMINISTRATORS,
};

/** What holds in a commune that has no rules of its own: what is urgent at once, the rest once a day. */
export const STANDARD_RULES: readonly Rule[] = (['technician', 'officer', 'administrator'] as const).flatMap(
  (owner) => {
    const common = {
      ...{ areaId: undefined, enabled: true, channelId: undefined, owners: [owner], to: USUAL_AUDIENCE[owner] },
      ...{ orElse: ADMINISTRATORS, delayMs: USUAL_DELAY_MS, digestAt: USUAL_DIGEST_AT, language: 'vi' as const },
    };
    return [
      {
        ...common,
        ...{ id: `standard-${owner}-now`, name: 'Báo ngay', severities: ['critical', 'major'] as const },
        timing: 'at-once' as const,
        escalation: [{ afterMs: USUAL_ESCALATION_MS, to: { ...ADMINISTRATORS, deputies: true } }],
      },
      {
        ...common,
        ...{ id: `standard-${owner}-digest`, name: 'Tổng hợp hằng ngày', severities: ['minor', 'notice'] as const },
        timing: 'digest' as const,
        escalation: [],
      },
    ];
  },
);

/**
 * The rules that hold at a place. @param line the place's area and all above it, lowest first; empty: nowhere in
 * particular, which is a matter of the topmost areas
 */
export function rulesAt(rules: readonly Rule[], line: readonly AreaId[], tops: ReadonlySet<AreaId>): readonly Rule[] {
  const holds = ({ areaId }: Rule) =>
    areaId !== undefined && (line.length === 0 ? tops.has(areaId) : line.includes(areaId));
  const own = rules.filter(holds);
  // rules of the province add to what a commune has by itself
  const isSetUp = own.some(({ areaId }) => line.length === 0 || (areaId !== undefined && !tops.has(areaId)));
  return [...own, ...(isSetUp ? [] : STANDARD_RULES)].filter(({ enabled }) => enabled);
}
