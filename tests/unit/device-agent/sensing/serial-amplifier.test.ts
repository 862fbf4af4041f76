import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialAmplifier } from '@loa-lang/device-agent/adapters/sensors/serial-amplifier';
import { readAmplifierLine } from '@loa-lang/device-agent/domain/amplifier-line';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AmplifierSimulator, amplifierLine } from '../../../support/amplifier-simulator.ts';
import { eventually } from '../../../support/eventually.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

describe('a line', () => {
  it('says what it says, in any order, and what is not known is absent', () => {
    expect(readAmplifierLine('$AMP,t=47.5,f=0,i=1.35*07')).toEqual({
      temperatureC: 47.5,
      fault: false,
      lineAmperes: 1.35,
    });
    expect(readAmplifierLine(amplifierLine({ i: 0, f: 1, hum: 'x', t: -4 }))).toEqual({
      ...{ temperatureC: -4, fault: true, lineAmperes: 0 },
    });
    expect(readAmplifierLine(amplifierLine({}))).toEqual({});
  });

  it.each([
    ['its checksum is another', '$AMP,t=47.5,f=0,i=1.35*08'],
    ['a digit fell over', '$AMP,t=97.5,f=0,i=1.35*07'],
    ['its beginning is lost', 'AMP,t=47.5,f=0,i=1.35*07'],
    ['its end is lost', '$AMP,t=47.5,f=0,i=1.35'],
    ['it is two', '$AMP,t=4$AMP,t=47.5,f=0,i=1.35*07'],
    ['it is another’s', '$GPGGA,092750.000,5321.6802,N,00630.3372,W,1,8,1.03,61.7,M,55.2,M,,*76'],
    ['it is nothing', ''],
  ])('is none when %s', (_, line) => {
    expect(readAmplifierLine(line)).toBeUndefined();
  });

  it('of a field that is no figure says nothing', () => {
    for (const t of ['', 'hot', '1e9', 'NaN', '0x10', '--4']) {
      expect(readAmplifierLine(amplifierLine({ t, f: 2, i: '.' })), t).toEqual({});
    }
  });
});

describe('on a serial wire', () => {
  let folder: string;
  let clock: VirtualClock;
  let plugged: AmplifierSimulator;
  let amplifier: SerialAmplifier;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'loa-serial-'));
    clock = new VirtualClock();
    plugged = new AmplifierSimulator(join(folder, 'ttyAMP'));
    amplifier = new SerialAmplifier({ device: plugged.device }, clock);
  });
  afterEach(async () => {
    amplifier.stop();
    await plugged.pull();
    rmSync(folder, { recursive: true, force: true });
  });

  const known = () => amplifier.read().catch((error: unknown) => String(error));
  /** Says it until it is known. */
  const heard = async (expected: object, say: () => void) => {
    await eventually(JSON.stringify(expected), async () => {
      say();
      return JSON.stringify(await known()) === JSON.stringify(expected);
    });
  };

  it('survives garbage, half lines, being pulled out and put back, and forgets what is past', async () => {
    expect(await known()).toEqual({});
    await clock.advanceTo(clock.monotonicNow() + 5001);
    await eventually('the wire is missed', async () =>
      String(await known()).includes('ttyAMP: No such file or directory'),
    );
    await plugged.plugIn();
    await clock.advanceTo(clock.monotonicNow() + 5000);
    await heard({ temperatureC: 47.5, lineAmperes: 1.3, fault: false }, () => {
      plugged.say('7.5,f=1*00\r\n\0\xff\xfe$AMP,t=99');
      plugged.say(`\n${amplifierLine({ t: 47.5, f: 0, i: 1.3 })}`);
    });
    // in pieces, as a slow wire brings it
    const line = amplifierLine({ t: 52, f: 0 });
    await heard({ temperatureC: 52, fault: false }, () => {
      plugged.say(line.slice(0, 5));
      plugged.say(line.slice(5));
    });
    // a flood without an end of line
    plugged.say('U'.repeat(3000));
    await heard({ temperatureC: 53, fault: false }, () => plugged.say(`\n${amplifierLine({ t: 53, f: 0 })}`));
    // one line alone does not make a fault
    plugged.say(amplifierLine({ t: 54, f: 1 }));
    await eventually('one line', async () => JSON.stringify(await known()).includes('54'));
    expect(await known()).toEqual({ temperatureC: 54, fault: false });
    await heard({ temperatureC: 55, fault: true }, () => plugged.say(amplifierLine({ t: 55, f: 1 })));

    await plugged.pull();
    await clock.advanceTo(clock.monotonicNow() + 5001);
    expect(await known()).toMatch(/Input\/output error|it ended|nothing is said/);
    await plugged.plugIn();
    await eventually('it is looked for again', async () => {
      await clock.advanceTo(clock.monotonicNow() + 5000);
      plugged.say(amplifierLine({ t: 30 }));
      return JSON.stringify(await known()) === '{"temperatureC":30}';
    });
  });

  it('nobody is left behind when it is stopped', async () => {
    await plugged.plugIn();
    await heard({ temperatureC: 20 }, () => plugged.say(amplifierLine({ t: 20 })));
    const readers = () =>
      execFileSync('sh', ['-c', `grep -las "${plugged.device}" /proc/[0-9]*/cmdline || true`], { encoding: 'utf8' })
        .split('\n')
        .filter((path) => path !== '' && existsSync(path) && !path.includes('/self/'));
    expect(readers()).toHaveLength(1);
    amplifier.stop();
    await eventually('its reader is gone', () => readers().length === 0);
  });

  it('reads a pipe as well', async () => {
    execFileSync('mkfifo', [plugged.device]);
    await known();
    const writer = await open(plugged.device, 'w');
    await writer.write(amplifierLine({ t: 33 }));
    await eventually('its line', async () => JSON.stringify(await known()) === '{"temperatureC":33}');
    await writer.close();
  });
});
