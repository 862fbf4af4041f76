import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contact } from '@loa-lang/device-agent/adapters/sensors/file-inputs';
import { sharedSensor } from '@loa-lang/device-agent/adapters/sensors/shared-sensor';
import type { Readings } from '@loa-lang/device-agent/domain/readings';
import type { Sensor } from '@loa-lang/device-agent/ports/sensor';
import { SensorBoard } from '@loa-lang/device-agent/sensing/sensor-board';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const S = 1000;

/** A sensor that says what it is told to. */
class Puppet implements Sensor {
  looks = 0;
  readonly everyMs = 10 * S;
  readonly name: string;
  answer: () => Promise<Readings>;
  constructor(name: string, answer: () => Promise<Readings>) {
    this.name = name;
    this.answer = answer;
  }
  read(): Promise<Readings> {
    this.looks++;
    return this.answer();
  }
}

function bench(...sensors: Sensor[]) {
  const clock = new VirtualClock();
  const log: string[] = [];
  let looked = 0;
  const board = new SensorBoard({ clock, sensors, log: (text) => log.push(text), looked: () => looked++ });
  return { clock, board, log, run: (ms: number) => clock.advanceTo(clock.monotonicNow() + ms), looked: () => looked };
}

describe('the board of sensors', () => {
  it('one that hangs delays nobody, is asked once, and is told of', async () => {
    let release: (readings: Readings) => void = () => undefined;
    const stuck = new Puppet('stuck', () => new Promise((resolve) => (release = resolve)));
    const well = new Puppet('well', async () => ({ door: 'closed' }));
    const { board, run, log } = bench(stuck, well);
    board.look();
    await run(1);
    expect(board.readings()).toEqual({ door: 'closed' });
    await run(100 * S);
    expect([stuck.looks, well.looks]).toEqual([1, 11]);
    expect(log).toEqual(['sensor stuck: does not answer']);
    release({ cpu: { temperatureC: 40 } });
    await run(1);
    expect(board.readings()).toEqual({ door: 'closed', cpu: { temperatureC: 40 } });
    await run(10 * S);
    expect(stuck.looks).toBe(2);
    board.stop();
  });

  it('a file whose driver hangs, in truth', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loa-hanging-'));
    execFileSync('mkfifo', [join(folder, 'value')]);
    const read = contact({ file: join(folder, 'value') });
    const hanging: Sensor = { name: 'door', everyMs: S, read: async () => ((await read()) ? { door: 'open' } : {}) };
    const well = new Puppet('well', async () => ({ machineUptimeMs: 1 }));
    const { board, run, log } = bench(hanging, well);
    board.look();
    for (let i = 0; i < 30; i++) await run(S);
    expect(board.readings()).toEqual({ machineUptimeMs: 1 });
    expect(log).toEqual(['sensor door: does not answer']);
    board.stop();
    // lets the thread go that waits for it
    const writer = await open(join(folder, 'value'), 'w');
    await writer.write('1');
    await writer.close();
    rmSync(folder, { recursive: true });
  });

  it('what fails is told once, its last word holds for three looks, and then it is unknown', async () => {
    const sensor = new Puppet('supply', async () => ({ supply: { source: 'mains' } }));
    const { board, run, log } = bench(sensor);
    board.look();
    await run(1);
    sensor.answer = () => Promise.reject(new Error('EIO: i/o error'));
    await run(29 * S);
    expect(board.readings()).toEqual({ supply: { source: 'mains' } });
    await run(11 * S);
    expect(board.readings()).toEqual({});
    expect(log).toEqual(['sensor supply: EIO: i/o error']);
    sensor.answer = async () => ({ supply: { source: 'battery' } });
    await run(10 * S);
    expect(board.readings()).toEqual({ supply: { source: 'battery' } });
    // a loose plug
    for (let i = 0; i < 10; i++) {
      const isLoose = i % 2 === 0;
      sensor.answer = () => (isLoose ? Promise.reject(new Error('EIO: i/o error')) : Promise.resolve({}));
      await run(10 * S);
    }
    expect(log).toHaveLength(1);
    await run(20 * S);
    sensor.answer = () => Promise.reject(new Error('EIO: i/o error'));
    await run(10 * S);
    expect(log).toHaveLength(2);
    board.stop();
  });

  it('looks no more when it is stopped, and hears nobody', async () => {
    let release: (readings: Readings) => void = () => undefined;
    const slow = new Puppet('slow', () => new Promise((resolve) => (release = resolve)));
    const { board, run, looked, clock } = bench(slow);
    board.look();
    board.stop();
    release({ door: 'open' });
    await run(60 * S);
    expect([slow.looks, looked(), clock.pending]).toEqual([1, 0, 0]);
  });

  it('figures of one thing come from several sensors; of one figure the later one counts', async () => {
    const { board, run } = bench(
      new Puppet('kernel', async () => ({ supply: { source: 'mains', volts: 12 } })),
      new Puppet('contact', async () => ({ supply: { source: 'battery' } })),
    );
    board.look();
    await run(1);
    expect(board.readings()).toEqual({ supply: { source: 'battery', volts: 12 } });
    board.stop();
  });

  it('a thousand agents of one machine look at it once', async () => {
    const clock = new VirtualClock();
    const machine = new Puppet('machine', async () => ({ machineUptimeMs: 5 }));
    const shared = sharedSensor(machine, clock);
    const all = await Promise.all(Array.from({ length: 1000 }, () => shared.read()));
    expect([all.length, machine.looks]).toEqual([1000, 1]);
    await clock.advanceTo(clock.monotonicNow() + 10 * S);
    await eventually('another look', async () => ((await shared.read()).machineUptimeMs ?? 0) > 0);
    expect(machine.looks).toBe(2);
    // one that hangs hangs once
    machine.answer = () => new Promise(() => undefined);
    for (let i = 0; i < 5; i++) {
      await clock.advanceTo(clock.monotonicNow() + 10 * S);
      void shared.read();
    }
    expect(machine.looks).toBe(3);
  });
});
