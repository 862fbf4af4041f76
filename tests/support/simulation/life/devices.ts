/** What fails: power, networks, disks, clocks, and the controller itself. */
import { DAY, HOUR, type Instant, MINUTE, type ModelDevice, SECOND } from '../model.ts';
import { CROWD, type Script } from './script.ts';

/** Clocks with an empty battery begin again in the past. */
const TEN_YEARS_MS = 3650 * DAY;

export function drawDevices(script: Script): Map<string, ModelDevice> {
  const models = new Map<string, ModelDevice>();
  for (const [cluster, device] of script.world.devices) {
    const hasBatteryClock = script.chance(0.4);
    const isEmpty = hasBatteryClock && script.chance(0.25);
    device.hasBatteryClock = hasBatteryClock;
    device.wallErrorMs = isEmpty ? -TEN_YEARS_MS : 0;
    const model = { cluster, power: [], cuts: [], losses: [], hasBatteryClock: hasBatteryClock && !isEmpty };
    models.set(cluster, model);
    drawPower(script, model, device);
    drawCuts(script, model, device);
  }
  return models;
}

type Device = Pick<Script['world']['devices'], 'get'> extends { get(id: string): infer D | undefined } ? D : never;

function drawPower(script: Script, { cluster, power, losses }: ModelDevice, device: Device): void {
  script.on(0, `${cluster} on`, () => device.boot());
  for (let onAt = 0; onAt < script.end; ) {
    const offAt = Math.min(script.end, onAt + script.span(2 * HOUR, 12 * DAY));
    power.push([onAt, offAt]);
    const soon = script.chance(0.5) ? script.span(10 * SECOND, 10 * MINUTE) : script.span(10 * MINUTE, 20 * HOUR);
    const backAt = script.chance(0.4) ? crowdAfter(offAt) + script.span(0, 2 * CROWD) : offAt + soon;
    script.on(offAt, `${cluster} off`, () => device.crash());
    if (script.chance(0.15)) {
      losses.push(offAt + SECOND);
      script.on(offAt + SECOND, `${cluster} loses its disk`, () => device.loseStore());
    }
    script.on(backAt, `${cluster} on`, () => device.boot());
    onAt = backAt;
  }
}

/** What comes back in the middle of something is what joins. */
function crowdAfter(instant: Instant): Instant {
  const today = Math.floor(instant / DAY) * DAY;
  const hours = [5, 11, 17, 29].map((hour) => today + hour * HOUR);
  return hours.find((at) => at > instant) ?? instant;
}

function drawCuts(script: Script, { cluster, cuts }: ModelDevice, device: Device): void {
  for (let at = script.span(HOUR, 8 * DAY); at < script.end; at += script.span(DAY, 10 * DAY)) {
    const backAt = at + (script.chance(0.5) ? script.span(20 * SECOND, HOUR) : script.span(HOUR, 3 * DAY));
    cuts.push([at, backAt]);
    script.on(at, `${cluster} cut off`, () => device.cut(true));
    script.on(backAt, `${cluster} connected`, () => device.cut(false));
    at = backAt;
  }
}

/** A process is killed by nobody here: it stops, and another one starts that knows only what was stored. */
export function drawController(script: Script): void {
  const { controller } = script.world;
  for (let at = script.span(DAY, 4 * DAY); at < script.end; at += script.span(2 * DAY, 6 * DAY)) {
    const upAt = at + script.span(20 * SECOND, 30 * MINUTE);
    script.paper.controllerDown.push([at, upAt]);
    script.on(at, 'controller off', () => controller.stop());
    script.on(upAt, 'controller on', async () => {
      await controller.start();
      script.paper.settle(script.now);
    });
    at = upAt;
  }
}
