/** Voices beside the built-in one: the model's folder, the service's address. */
import { findModel } from '@loa-lang/controller/adapters/speech/neural/model-folder';
import { dial } from '@loa-lang/device-agent/doctor/machine/dial';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import { CONTROLLER_WORDS } from '../words.ts';

const say = findingsOf(CONTROLLER_WORDS);

export async function checkSpeech({
  config: { speech },
  patienceMs,
}: Pick<Around, 'config' | 'patienceMs'>): Promise<Finding[]> {
  const { model, service, voice } = speech;
  const found: Finding[] = [];
  if (model !== undefined) {
    const looked = await findModel(model.folder);
    if (!looked.ok) found.push(say('speech', 'model', { detail: looked.detail }));
  }
  if (service !== undefined) {
    // its holes stand in path and query
    const { hostname, port, protocol } = new URL(service.template.url);
    const secure = protocol === 'https:';
    const target = { host: hostname, port: port === '' ? (secure ? 443 : 80) : Number(port), secure };
    const { outcome } = await dial(target, patienceMs);
    if (outcome !== 'connected') found.push(say('speech', 'service', { host: hostname, outcome }));
    if (!secure) found.push(say('speech', 'service-plain', { host: hostname }));
  }
  return found.length > 0 ? found : [say('speech', 'fine', { voice })];
}
