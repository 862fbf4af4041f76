/** Ears of a bench: named pipes, and a child process that hears what is written into them. */
import { execFileSync } from 'node:child_process';
import { builtTestFile } from '../../support/world/built.ts';
import { NodeChild } from '../../support/world/node-child.ts';
import type { FoundMark } from './mark-finder.ts';
import type { Ear, EarsMessage, EarsOrder } from './messages.ts';
import type { Turn } from './sound-turns.ts';

export class Ears {
  damaged = 0;
  /** silence that cards had to sound, over all */
  starvedMs = 0;
  readonly child: NodeChild;

  private constructor(child: NodeChild) {
    this.child = child;
  }

  /** Makes the pipes and listens. @param heard, turned get the index of the ear */
  static async start(
    ears: Ear[],
    heard: (ear: number, mark: FoundMark) => void,
    turned: (ear: number, turn: Turn) => void = () => {},
  ): Promise<Ears> {
    execFileSync(
      'mkfifo',
      ears.map(({ path }) => path),
    );
    return new Promise((resolve, reject) => {
      const child: NodeChild = NodeChild.start('ears', [builtTestFile('bench/marks/ears-process')], {
        onMessage: (given) => {
          const message = given as EarsMessage;
          if (message.type === 'listening') resolve(all);
          else if (message.type === 'account')
            Object.assign(all, { damaged: message.damaged, starvedMs: message.starvedMs });
          else if (message.type === 'marks') for (const { ear, ...mark } of message.marks) heard(ear, mark);
          else for (const { ear, ...turn } of message.turns) turned(ear, turn);
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
