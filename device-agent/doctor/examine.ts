/** Runs checks beside each other; one that breaks tells so and keeps no other from being told. */
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import { AGENT_WORDS } from './words.ts';

export type Check = () => Finding | readonly Finding[] | Promise<Finding | readonly Finding[]>;
const say = findingsOf(AGENT_WORDS);

/** Findings in the order of the checks. */
export async function examine(checks: Record<string, Check>): Promise<Finding[]> {
  const found = await Promise.all(
    Object.entries(checks).map(async ([check, look]): Promise<readonly Finding[]> => {
      try {
        const findings = await look();
        return 'verdict' in findings ? [findings] : findings;
      } catch (error) {
        return [say('doctor', 'broke', { check, detail: error instanceof Error ? error.message : String(error) })];
      }
    }),
  );
  return found.flat();
}
