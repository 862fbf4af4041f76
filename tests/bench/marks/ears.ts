/** Ears of a bench: named pipes, and a child process that hears what is written into them. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { NodeChild } from '../../support/world/node-child.ts';
import type { FoundMark } from './mark-finder.ts';
import type { Ear, EarsMessage, EarsOrder } from './messages.ts';

export class Ears {
  damaged = 0;
  /** silence that cards had to sound, over all */
  starvedMs = 0;
  readonly child: NodeChild;

  private constructor(child: NodeChild) {
    this.child = child;
  }

  /** Makes the pipes and listens. @param heard gets the index of the ear */
  static async start(ears: Ear[], heard: (ear: number, mark: FoundMark) => void): Promise<Ears> {
    execFileSync(
      'mkfifo',
      ears.map(({ path }) => path),
    );
    return new Promise((resolve, reject) => {
      const child: NodeChild = NodeChild.start('ears', [fileURLToPath(new URL('./ears-process.js', import.meta.url))], {
        onMessage: (given) => {
          const message = given as EarsMessage;
          if (message.type === 'listening') resolve(all);
          else if (message.type === 'account')
            Object.assign(all, { damaged: message.damaged, starvedMs: message.starvedMs });
          else for (const { ear, ...mark } of message.marks) heard(ear, mark);
        },
      });
      const all = new Ears(child);
      child.send({ type: 'order', ears } satisfies EarsOrder);
      void child.ended.then((code) => reject(new Error(`the ears ended with ${code}: ${child.lastWords}`)));
    });
  }

  stop(): Promise<void> {
    return this.child.kill();
  }
}
