/** Named pipes from agents to the probe process, and what the probe says. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeChild } from '../../support/world/node-child.ts';
import type { ProbeMessage, ProbeOrder } from './messages.ts';

export interface Stamp {
  atMs: number;
  sample: number;
}

export class ProbePipes {
  readonly child: NodeChild;
  readonly stamps: Map<string, Stamp[]>;

  private constructor(child: NodeChild, stamps: Map<string, Stamp[]>) {
    this.child = child;
    this.stamps = stamps;
  }

  static pathOf(folder: string, deviceId: string): string {
    return join(folder, 'pipes', deviceId);
  }

  static async start(folder: string, deviceIds: readonly string[]): Promise<ProbePipes> {
    mkdirSync(join(folder, 'pipes'), { recursive: true });
    const paths = deviceIds.map((deviceId) => ProbePipes.pathOf(folder, deviceId));
    execFileSync('mkfifo', paths);
    const stamps = new Map(deviceIds.map((deviceId) => [deviceId, [] as Stamp[]]));
    const child = await new Promise<NodeChild>((resolve, reject) => {
      const probe = NodeChild.start('probe', [fileURLToPath(new URL('./probe.js', import.meta.url))], {
        onMessage: (given) => {
          const message = given as ProbeMessage;
          if (message.type === 'listening') resolve(probe);
          else stamps.get(deviceIds[message.pipe] as string)?.push(message);
        },
      });
      probe.send({ type: 'order', paths } satisfies ProbeOrder);
      void probe.ended.then((code) => reject(new Error(`the probe ended with ${code}: ${probe.lastWords}`)));
    });
    return new ProbePipes(child, stamps);
  }

  stop(): Promise<void> {
    return this.child.kill();
  }
}
