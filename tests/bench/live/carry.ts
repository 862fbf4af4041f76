/** How many listeners the embedded broker carries at ten packets a second. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CONTROLLER_USERNAME } from '@loa-lang/controller/embedded/broker-access';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import mqtt from 'mqtt';
import type { MadeDevice } from '../../support/world/commune.ts';
import type { ControllerProcess } from '../../support/world/controller-process.ts';
import { NodeChild } from '../../support/world/node-child.ts';
import { type Figure, figure, percentile } from '../bench.ts';
import { monotonicMs } from '../marks/microphone.ts';
import type { CarryMessage, CarryOrder, CarryQuestion } from './carry-messages.ts';

export const CARRY_PROCESSES = 4;
const STEPS = [100, 200, 300, 400, 600, 800, 1000, 1250, 1500, 1750, 2000];
const PACKET_EVERY_MS = 100;
/** Five frames of Opus at 24 kbit/s, lengths, head and signature. */
const PACKET_BYTES = 390;
export const STEP_MS = 10_000;
const SETTLE_MS = 1500;

export class Subscribers {
  readonly child: NodeChild;
  #told: ((message: CarryMessage) => void) | undefined;

  constructor() {
    this.child = NodeChild.start('plain subscribers', [fileURLToPath(new URL('./carry-process.js', import.meta.url))], {
      onMessage: (message) => this.#told?.(message as CarryMessage),
    });
  }

  /** Sends, if there is something to be sent, and waits for what the process says next. */
  next(message?: CarryOrder | CarryQuestion): Promise<CarryMessage> {
    return new Promise((resolve, reject) => {
      this.#told = resolve;
      void this.child.ended.then((code) =>
        reject(new Error(`subscribers ended with ${code}: ${this.child.lastWords}`)),
      );
      if (message !== undefined) this.child.send(message);
    });
  }
}

/** @returns p99 at each step, and the last step before it is twice that of the first */
export async function carry(
  controller: ControllerProcess,
  { deviceId }: MadeDevice,
  log: (line: string) => void,
): Promise<Figure[]> {
  const topic = topicOf(subjects.live('00000000-0000-4000-8000-00000000ca44'));
  const password = await controller.devicePassword(deviceId);
  const publisher = await mqtt.connectAsync(controller.mqttUrl, {
    clientId: 'carry',
    username: CONTROLLER_USERNAME,
    password: await controller.devicePassword(CONTROLLER_USERNAME),
  });
  publisher.stream.once('error', () => undefined);
  const processes = Array.from({ length: CARRY_PROCESSES }, () => new Subscribers());
  let published = 0;
  let dueAt = monotonicMs();
  let timer: NodeJS.Timeout | undefined;
  const publish = (): void => {
    const packet = Buffer.alloc(PACKET_BYTES, 1);
    packet.writeDoubleBE(monotonicMs(), 0);
    published++;
    publisher.publish(topic, packet, { qos: 0 });
    dueAt += PACKET_EVERY_MS;
    timer = setTimeout(publish, dueAt - monotonicMs());
  };
  const steps: { listeners: number; p50: number; p99: number; share: number; core: number }[] = [];
  try {
    await Promise.all(processes.map((each) => each.next()));
    publish();
    let listeners = 0;
    for (const step of STEPS) {
      const more = (step - listeners) / CARRY_PROCESSES;
      for (const [i, each] of processes.entries()) {
        const clients = Array.from({ length: more }, (_, n) => ({
          clientId: `${deviceId}.${i}.${listeners + n}`,
          username: deviceId,
          password,
        }));
        await each.next({ type: 'order', mqttUrl: controller.mqttUrl, topic, clients });
      }
      listeners = step;
      await sleep(SETTLE_MS);
      const [from, fromMs] = [published, monotonicMs()];
      await controller.child.probe({ restart: true });
      await sleep(STEP_MS);
      const [to, toMs] = [published, monotonicMs()];
      const { coreShare } = await controller.child.probe();
      await sleep(SETTLE_MS);
      const told = await Promise.all(processes.map((each) => each.next({ type: 'tell', fromMs, toMs })));
      const ages = told.flatMap((message) => (message.type === 'latencies' ? message.latenciesMs : []));
      const share = ages.length / (listeners * (to - from));
      steps.push({
        listeners,
        p50: percentile(ages, 0.5),
        p99: percentile(ages, 0.99),
        share,
        core: coreShare,
      });
      const last = steps.at(-1) as (typeof steps)[number];
      log(
        `  ${listeners} listeners: p50 ${last.p50.toFixed(1)} ms, p99 ${last.p99.toFixed(1)} ms, ${(100 * share).toFixed(1)} % of the packets, ${(100 * coreShare).toFixed(0)} % of a core`,
      );
    }
  } finally {
    clearTimeout(timer);
    await publisher.endAsync(true);
    await Promise.all(processes.map(({ child }) => child.kill()));
  }
  const [first] = steps;
  const doubled = steps.findIndex(({ p99 }) => p99 > 2 * (first?.p99 ?? Number.NaN));
  const carried = steps[doubled < 0 ? steps.length - 1 : doubled - 1];
  return [
    figure(
      `embedded broker: listeners before p99 of a packet is twice that of ${first?.listeners}${doubled < 0 ? ' (not met)' : ''}`,
      carried?.listeners ?? Number.NaN,
      'listeners',
    ),
    figure('embedded broker: packets that came, at any step', 100 * Math.min(...steps.map(({ share }) => share)), '%'),
    ...steps.flatMap(({ listeners, p99, core }): Figure[] => [
      figure(`embedded broker, ${listeners} listeners: packet p99`, p99, 'ms'),
      figure(`embedded broker, ${listeners} listeners: controller, share of a core`, 100 * core, '%'),
    ]),
  ];
}
