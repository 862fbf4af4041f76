/** The ports that the controller listens on: its own, or still free. */
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import { type Listener, listenersOf } from '../look/listeners.ts';
import { CONTROLLER_WORDS } from '../words.ts';

const say = findingsOf(CONTROLLER_WORDS);
/** Below it only root, or who was given the right, may listen. */
const FIRST_FREE_PORT = 1024;

export async function checkPorts({ machine, config, controller }: Around): Promise<Finding[]> {
  const listeners = await listenersOf(machine);
  const { http, broker, devices } = config;
  const wanted: [string, number][] = [
    ['HTTP_PORT', http.port],
    ...(broker.kind === 'embedded' ? ([['MQTT_PORT', broker.port]] as [string, number][]) : []),
    ...(broker.kind === 'embedded' && devices ? ([['DEVICE_MQTT_PORT', devices.mqttPort]] as [string, number][]) : []),
    ...(devices ? ([['DEVICE_ENROLMENT_PORT', devices.enrolmentPort]] as [string, number][]) : []),
  ];
  // 0 takes a free one
  const fixed = wanted.filter(([, port]) => port !== 0);
  const found = fixed.flatMap(([variable, port]) => faultAt(variable, port, listeners, controller));
  if (found.length > 0) return found;
  return [
    say('ports', controller.state === 'running' ? 'own' : 'free', { ports: fixed.map(([, port]) => port).join(', ') }),
  ];
}

function faultAt(
  variable: string,
  port: number,
  listeners: readonly Listener[],
  controller: Around['controller'],
): Finding[] {
  const at = listeners.filter((each) => each.port === port);
  const isOwn = controller.state === 'running' && at.some(({ pid }) => pid === controller.pid || pid === undefined);
  if (controller.state === 'elsewhere' || isOwn) return [];
  const [other] = at;
  if (other !== undefined) {
    const { pid, program } = other;
    return [
      say('ports', pid === undefined ? 'taken-unknown' : 'taken', {
        variable,
        port,
        pid: pid ?? 0,
        program: program ?? '?',
      }),
    ];
  }
  if (controller.state === 'running') return [say('ports', 'not-open', { variable, port })];
  const mayNot = port < FIRST_FREE_PORT && process.getuid?.() !== 0;
  return mayNot ? [say('ports', 'low', { variable, port })] : [];
}
