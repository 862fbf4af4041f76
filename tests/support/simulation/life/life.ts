/** A month in the life of a commune, drawn from a seed: what people decide and what fails. */
import { MINUTE, type ModelDevice } from '../model.ts';
import { Paper } from '../paper.ts';
import type { SimWorld } from '../sim-world.ts';
import { Alarms } from './alarms.ts';
import { drawController, drawDevices } from './devices.ts';
import { Script } from './script.ts';
import { Sessions } from './sessions.ts';
import { Singles } from './singles.ts';
import { Sources } from './sources.ts';

export class Life {
  readonly paper: Paper;
  readonly devices: ReadonlyMap<string, ModelDevice>;
  readonly script: Script;

  constructor(world: SimWorld, random: () => number, days: number) {
    this.paper = new Paper(days);
    this.script = new Script(world, this.paper, days, random);
    this.devices = drawDevices(this.script);
    drawController(this.script);
    new Sessions(this.script);
    new Singles(this.script);
    new Alarms(this.script);
    new Sources(this.script);
  }

  /** A power cut within some minutes of the instant. */
  crashedNear(cluster: string, instant: number): boolean {
    return this.devices.get(cluster)?.power.some(([, off]) => Math.abs(off - instant) < 20 * MINUTE) ?? false;
  }

  lostAfter(cluster: string, instant: number): boolean {
    return this.devices.get(cluster)?.losses.some((loss) => loss >= instant) ?? false;
  }

  /** Until everything that is known now is over, one day after another. */
  async live(until: number, world: SimWorld): Promise<void> {
    for (let next = this.script.next(until); next !== undefined; next = this.script.next(until)) {
      await world.kernel.runTo(world.epoch(next.at));
      await Promise.resolve(next.happen()).catch((cause: unknown) => {
        const detail = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
        world.controller.problems.push(`${next.what} at ${next.at}: ${detail}`);
      });
      await world.kernel.settle();
    }
    await world.kernel.runTo(world.epoch(until));
  }
}
