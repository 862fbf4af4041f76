/** Health of the controller, asked when somebody wants to know. */
import type { HealthAnswer } from '@loa-lang/schemas/http/health';
import type { HealthProbe } from '../../ports/health-probe.ts';

/** Without these nothing can be stored; without the others plans already sent still play. */
const VITAL: ReadonlySet<HealthProbe['name']> = new Set(['database']);

export async function controllerHealth(probes: readonly HealthProbe[]): Promise<HealthAnswer> {
  const answers = await Promise.all(probes.map(async (probe) => ({ name: probe.name, ...(await probe.check()) })));
  const ill = answers.filter((answer) => !answer.ok);
  const status = ill.length === 0 ? 'ok' : ill.some((answer) => VITAL.has(answer.name)) ? 'down' : 'degraded';
  return { status, probes: answers };
}
