/** A live beside it: packets of voice to plain listeners, ten a second. */
import { CONTROLLER_USERNAME } from '@loa-lang/controller/embedded/broker-access';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import mqtt from 'mqtt';
import type { ControllerProcess } from '../../support/world/controller-process.ts';
import { Subscribers } from '../live/carry.ts';
import { monotonicMs } from '../marks/microphone.ts';

const PROCESSES = 2;
const PACKET_EVERY_MS = 100;
/** Five frames of Opus at 24 kbit/s, lengths, head and signature. */
const PACKET_BYTES = 390;

export interface FanOut {
  /** ages of the packets that came since the last question, ms, and the share of those that were to come */
  told(): Promise<{ agesMs: number[]; share: number }>;
  stop(): Promise<void>;
}

export async function startFanOut(
  controller: ControllerProcess,
  { deviceId, password }: { deviceId: string; password: string },
  listeners: number,
): Promise<FanOut> {
  const topic = topicOf(subjects.live('00000000-0000-4000-8000-00000000ca44'));
  const publisher = await mqtt.connectAsync(controller.mqttUrl, {
    ...{ clientId: 'fan-out', username: CONTROLLER_USERNAME },
    password: await controller.devicePassword(CONTROLLER_USERNAME),
  });
  publisher.stream.once('error', () => undefined);
  const processes = Array.from({ length: PROCESSES }, () => new Subscribers());
  await Promise.all(processes.map((each) => each.next()));
  for (const [n, each] of processes.entries()) {
    const clients = Array.from({ length: listeners / PROCESSES }, (_, index) => ({
      clientId: `${deviceId}.listener-${n}-${index}`,
      ...{ username: deviceId, password },
    }));
    await each.next({ type: 'order', mqttUrl: controller.mqttUrl, topic, clients });
  }
  let published = 0;
  let [fromMs, from] = [monotonicMs(), 0];
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
  publish();
  return {
    async told() {
      // those of the last second may be under way
      const [toMs, to] = [monotonicMs(), published];
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const told = await Promise.all(processes.map((each) => each.next({ type: 'tell', fromMs, toMs })));
      const agesMs = told.flatMap((message) => (message.type === 'latencies' ? message.latenciesMs : []));
      const share = agesMs.length / (listeners * (to - from));
      // they forget what came meanwhile
      [fromMs, from] = [monotonicMs(), published];
      return { agesMs, share };
    },
    async stop() {
      clearTimeout(timer);
      await publisher.endAsync(true);
      await Promise.all(processes.map(({ child }) => child.kill()));
    },
  };
}
