/** Health of the controller, asked when somebody wants to know. */
import type { HealthAnswer, ReadyAnswer } from '@loa-lang/schemas/http/health';
import type { HealthProbe } from '../../ports/health-probe.ts';

/** Without these nothing can be stored; without the others plans already sent still play. */
const VITAL: ReadonlySet<HealthProbe['name']> = new Set(['database']);

/** What this controller needs for everything it may be asked; a full disk or a queue that waits keep it from some of it. */
const NEEDED: ReadonlySet<HealthProbe['name']> = new Set(['database', 'migrations', 'keys', 'broker']);

const asked = (probes: readonly HealthProbe[]): Promise<HealthAnswer['probes']> =>
  Promise.all(probes.map(async (probe) => ({ name: probe.name, ...(await probe.check()) })));

/** Whether work may be given to this controller. */
export async function controllerReadiness(probes: readonly HealthProbe[]): Promise<ReadyAnswer> {
  const answers = await asked(probes.filter(({ name }) => NEEDED.has(name)));
  return { ready: answers.every(({ ok }) => ok), probes: answers };
}

export async function controllerHealth(probes: readonly HealthProbe[]): Promise<HealthAnswer> {
  const answers = await asked(probes);
  const ill = answers.filter((answer) => !answer.ok);
  const status = ill.length === 0 ? 'ok' : ill.some((answer) => VITAL.has(answer.name)) ? 'down' : 'degraded';
  return { status, probes: answers };
}
