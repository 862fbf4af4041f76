import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, runCli } from '@loa-lang/device-agent/cli';
import { loadAgentConfig } from '@loa-lang/device-agent/config';
import { resolveEnrolling } from '@loa-lang/device-agent/enrolment/enrolling-config';
import { loadFleetConfig } from '@loa-lang/device-agent/fleet/fleet-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey } from '../../support/stand-in-controller.ts';

let folder: string;
let good: Record<string, unknown>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loa-config-'));
  const key = await newKey();
  writeFileSync(join(folder, 'key.json'), JSON.stringify({ kty: 'OKP', crv: 'Ed25519', ...key }));
  good = {
    deviceId: 'd1',
    deploymentId: 'dep',
    broker: { url: 'mqtt://localhost:1883' },
    keyFile: 'key.json',
    rootKey: { kid: 'root', x: key.x },
    dataFolder: 'data',
    sink: 'wav:sound',
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (content: unknown, name = 'agent.json'): string => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
};
const faults = async (content: unknown) => {
  const loaded = await loadAgentConfig(file(content));
  return loaded.ok ? [] : loaded.faults;
};

describe('the configuration of an agent', () => {
  it('is read with its paths relative to its own folder', async () => {
    const loaded = await loadAgentConfig(file(good));
    expect(loaded).toMatchObject({
      ok: true,
      config: { dataFolder: join(folder, 'data'), sink: `wav:${join(folder, 'sound')}`, signer: { kid: 'd1' } },
    });
  });

  it('lists all its faults at once', async () => {
    const listed = await faults({
      ...good,
      deviceId: 'has space',
      sink: undefined,
      colour: 'red',
      broker: { url: 'x' },
    });
    const text = listed.join('\n');
    for (const name of ['deviceId', 'sink', 'colour', 'broker.url']) expect(text).toContain(name);
  });

  it('names a key file that is missing or no key', async () => {
    expect((await faults({ ...good, keyFile: 'nowhere.json' })).join()).toContain('nowhere.json');
    file({ kty: 'RSA' }, 'wrong.json');
    expect((await faults({ ...good, keyFile: 'wrong.json' })).join()).toContain('keyFile');
  });

  it('wants an amplifier to have a way to be switched', async () => {
    expect((await faults({ ...good, amplifier: { warmUpMs: 100 } })).join()).toContain('amplifier');
    expect((await faults({ ...good, amplifier: { warmUpMs: 100, onCommand: 'x' } })).join()).toContain('offCommand');
  });

  it('takes sensors of all kinds, and lists what is wrong with them', async () => {
    const contact = { file: '/sys/class/gpio/gpio22/value', activeLow: true };
    const wired = {
      cpuTemperature: { file: '/sys/class/hwmon/hwmon0/temp1_input' },
      network: { interface: 'wwan0', kind: 'mobile', signal: { command: 'mmcli -m any --signal-get -K' } },
      supply: { mains: contact, volts: { file: '/sys/x/in_voltage0_raw', scale: 0.0065 } },
      door: contact,
      amplifier: { fault: contact, serial: { device: '/dev/ttyUSB0', baud: 9600 } },
    };
    expect(await faults({ ...good, sensors: wired })).toEqual([]);
    const enrolling = {
      deploymentFile: 'no.json',
      dataFolder: 'data',
      sink: 'discard',
      sensors: { door: { file: 'x' } },
    };
    const refused = await resolveEnrolling(enrolling, join(folder, 'agent.json'));
    expect(!refused.ok && refused.faults.join()).toContain('sensors.door.file');
    const listed = await faults({
      ...good,
      sensors: {
        door: { file: 'relative' },
        window: contact,
        network: { kind: 'pigeon', signal: { file: '/a', command: 'b' } },
        amplifier: { serial: { device: '/dev/ttyS0', baud: 9601 } },
      },
    });
    const text = listed.join('\n');
    for (const name of ['door.file', 'window', 'network.kind', 'network.signal', 'amplifier.serial.baud']) {
      expect(text, text).toContain(name);
    }
  });

  it('is refused by the program with every fault and its own exit code', async () => {
    const lines: string[] = [];
    const around = { out: () => undefined, err: (line: string) => lines.push(line), stopping: new AbortController() };
    expect(await runCli(['run', '--config', file('{ not json')], around)).toBe(EXIT.misconfigured);
    expect(lines.join('\n')).toContain('agent.json cannot be read');
    expect(await runCli(['dance'], around)).toBe(EXIT.misconfigured);
    expect(await runCli(['status', '--config', file(good)], around)).toBe(EXIT.notRunning);
  });
});

describe('the configuration of a fleet', () => {
  it('takes files and devices in place, and names the device of each fault', async () => {
    file(good);
    const two = { ...good, deviceId: 'd2', dataFolder: 'data2' };
    const loaded = await loadFleetConfig(file({ devices: ['agent.json', two] }, 'fleet.json'));
    expect(loaded.ok && loaded.fleet.devices.map((d) => d.deviceId)).toEqual(['d1', 'd2']);
    const bad = await loadFleetConfig(file({ devices: ['agent.json', { ...two, keyFile: 'no.json' }] }, 'fleet.json'));
    expect(!bad.ok && bad.faults.join()).toContain('devices.1: keyFile');
    const same = await loadFleetConfig(file({ devices: ['agent.json', { ...two, dataFolder: 'data' }] }, 'fleet.json'));
    expect(!same.ok && same.faults.join()).toContain('belongs to another device');
  });
});
