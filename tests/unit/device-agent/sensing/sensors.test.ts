import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boardSensors } from '@loa-lang/device-agent/adapters/sensors/board-sensors';
import { diskSensor } from '@loa-lang/device-agent/adapters/sensors/disk-sensor';
import { contact, figure } from '@loa-lang/device-agent/adapters/sensors/file-inputs';
import { machineSensor } from '@loa-lang/device-agent/adapters/sensors/machine-sensor';
import { networkSensor } from '@loa-lang/device-agent/adapters/sensors/network-sensor';
import { signalDbmIn, signalSensor } from '@loa-lang/device-agent/adapters/sensors/signal-sensor';
import { supplySensor } from '@loa-lang/device-agent/adapters/sensors/supply-sensor';
import { joinReadings } from '@loa-lang/device-agent/domain/readings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { MMCLI_LTE, OLIMEX, OLIMEX_ON_BATTERY, plant, RASPBERRY, uproot } from './boards.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-boards-'));
  plant(at('raspberry'), RASPBERRY);
  plant(at('olimex'), OLIMEX);
  plant(at('dark'), OLIMEX_ON_BATTERY);
  plant(at('bare'), { 'proc/': '' });
});
afterAll(() => uproot(folder));

describe('the computer', () => {
  it('tells temperature, load for each core, memory and uptime', async () => {
    expect(await machineSensor(at('raspberry'), 4).read()).toEqual({
      cpu: { temperatureC: 54.768, load: 0.13 },
      memory: { totalBytes: 948_304 * 1024, availableBytes: 612_044 * 1024 },
      machineUptimeMs: 350_735_470,
    });
  });

  it('takes the hottest zone of its processor, and no other’s', async () => {
    expect((await machineSensor(at('olimex'), 2).read()).cpu).toEqual({ temperatureC: 49.2, load: 0.95 });
  });

  it('says nothing of what it cannot read, never 0', async () => {
    expect(await machineSensor(at('bare')).read()).toEqual({ cpu: {} });
    plant(at('odd'), { 'sys/class/thermal/thermal_zone0/type': 'cpu\n', 'sys/class/thermal/thermal_zone0/temp': '' });
    plant(at('odd'), { 'proc/loadavg': 'none\n', 'proc/meminfo': 'MemTotal: 5 kB\n', 'proc/uptime': '\n' });
    expect(await machineSensor(at('odd')).read()).toEqual({ cpu: {} });
  });

  it('of this machine says what it is', async () => {
    const { memory, machineUptimeMs } = await machineSensor('/').read();
    expect(memory?.availableBytes).toBeGreaterThan(0);
    expect(memory?.totalBytes).toBeGreaterThan(memory?.availableBytes ?? 0);
    expect(machineUptimeMs).toBeGreaterThan(1000);
    const disk = await diskSensor(folder).read();
    expect(disk.diskTotalBytes).toBeGreaterThan(disk.diskFreeBytes ?? 0);
    await expect(diskSensor(at('nowhere')).read()).rejects.toThrow('ENOENT');
  });
});

const inet = (address: string, family: 'IPv4' | 'IPv6' = 'IPv4') =>
  ({ address, netmask: '', family, mac: '', internal: false, cidr: null, scopeid: 0 }) as const;

describe('the network', () => {
  const addresses = () => ({
    lo: [inet('127.0.0.1')],
    eth0: [inet('192.168.1.7'), inet('fe80::1', 'IPv6')],
    wlan0: [inet('192.168.44.1')],
    wwan0: [inet('10.64.3.9')],
  });
  const of = (localAddress: string | undefined, options = {}) =>
    networkSensor(options, { root: at('raspberry'), localAddress: () => localAddress, addresses }).read();

  it('is the interface that the connection goes through, whatever else the board has', async () => {
    expect(await of('10.64.3.9')).toEqual({
      network: { kind: 'mobile', receivedBytes: 52_428_800, sentBytes: 10_485_760 },
    });
    expect((await of('192.168.1.7')).network).toEqual({
      ...{ kind: 'ethernet', receivedBytes: 18_446_744_073, sentBytes: 2_345_678 },
    });
    expect((await of('::ffff:192.168.1.7')).network?.kind).toBe('ethernet');
    expect((await of('fe80::1%eth0')).network?.kind).toBe('ethernet');
    expect((await of('127.0.0.1')).network?.kind).toBe('other');
  });

  it('of Wi-Fi tells the level', async () => {
    expect((await of('192.168.44.1')).network).toEqual({
      ...{ kind: 'wifi', signalDbm: -56, receivedBytes: 1000, sentBytes: 2000 },
    });
  });

  it('is nothing while there is no connection', async () => {
    expect(await of(undefined)).toEqual({});
    expect(await of('203.0.113.1')).toEqual({});
  });

  it('is what the configuration says where the kernel cannot know', async () => {
    expect((await of('127.0.0.1', { interface: 'wwan0' })).network?.receivedBytes).toBe(52_428_800);
    expect((await of('192.168.1.7', { kind: 'mobile' })).network?.kind).toBe('mobile');
    expect((await of(undefined, { interface: 'ppp0' })).network).toEqual({ kind: 'mobile' });
    for (const name of ['wg0', 'br0']) expect((await of(undefined, { interface: name })).network?.kind).toBe('other');
    await expect(of(undefined, { interface: 'wwan9' })).rejects.toThrow('wwan9');
  });

  it.each([
    [MMCLI_LTE, -103],
    [MMCLI_LTE.replace('5g.rsrp            : --', '5g.rsrp            : -88.00'), -88],
    ['modem.signal.gsm.rssi : -77.00\n', -77],
    ['-95.5 dBm\n', -95.5],
    ['-101\n', -101],
    ['modem.signal.lte.rsrp : --\n', undefined],
    ['error: modem has no extended signal capabilities\n', undefined],
    ['', undefined],
  ])('reads a level out of %j', (text, dbm) => {
    expect(signalDbmIn(text)).toBe(dbm);
  });

  it('takes the level from a file or a command, and from neither when it fails', async () => {
    plant(at('modem'), { signal: '-97 dBm\n' });
    expect(await signalSensor({ file: at('modem/signal') }).read()).toEqual({ network: { signalDbm: -97 } });
    expect(await signalSensor({ command: 'echo -99' }).read()).toEqual({ network: { signalDbm: -99 } });
    await expect(signalSensor({ command: 'echo no modem found; exit 0' }).read()).rejects.toThrow('no modem found');
    await expect(signalSensor({ command: 'exit 1' }).read()).rejects.toThrow('exit 1');
  });
});

describe('the supply', () => {
  const of = async (board: string) => (await supplySensor(at(board)).read()).supply;

  it('is mains with a charged battery behind it, or the battery', async () => {
    expect(await of('olimex')).toEqual({ source: 'mains', volts: 4.113, charge: 0.97 });
    expect(await of('dark')).toEqual({ source: 'battery', volts: 3.702, charge: 0.41 });
  });

  it('is unknown where the kernel knows of none', async () => {
    expect(await of('raspberry')).toBeUndefined();
    expect(await of('bare')).toBeUndefined();
  });

  const supply = (name: string, type: string, uevent: string): Record<string, string> => ({
    [`sys/class/power_supply/${name}/type`]: `${type}\n`,
    [`sys/class/power_supply/${name}/uevent`]: uevent,
  });

  it.each([
    ['a socket alone that is empty', supply('usb', 'USB', 'POWER_SUPPLY_ONLINE=0\n'), undefined],
    ['an adapter alone that is dead', supply('ac', 'Mains', 'POWER_SUPPLY_ONLINE=0\n'), { source: 'battery' }],
    [
      'a battery that is charged by something',
      supply('bat', 'Battery', 'POWER_SUPPLY_STATUS=Charging\n'),
      { source: 'mains' },
    ],
    ['a battery that does not know', supply('bat', 'Battery', 'POWER_SUPPLY_STATUS=Unknown\n'), undefined],
    [
      'a place without its battery',
      supply('bat', 'Battery', 'POWER_SUPPLY_PRESENT=0\nPOWER_SUPPLY_CAPACITY=0\n'),
      undefined,
    ],
  ])('of %s says no more than it knows', async (name, tree, expected) => {
    plant(at(name), tree);
    expect(await of(name)).toEqual(expected);
  });
});

describe('contacts and figures', () => {
  it('a contact counts when it is seen twice, and either way round', async () => {
    plant(at('pins'), { gpio17: '1\n', gpio27: '0\n' });
    const [plain, low] = [contact({ file: at('pins/gpio17') }), contact({ file: at('pins/gpio27'), activeLow: true })];
    expect([await plain(), await plain(), await low(), await low()]).toEqual([undefined, true, undefined, true]);
    writeFileSync(at('pins/gpio17'), '0\n');
    expect([await plain(), await plain()]).toEqual([true, false]);
    writeFileSync(at('pins/gpio17'), 'open\n');
    await expect(plain()).rejects.toThrow('neither 0 nor 1');
    await expect(contact({ file: at('pins/gpio99') })()).rejects.toThrow('ENOENT');
  });

  it('a figure is scaled as its file is written, and is none when the file says none', async () => {
    plant(at('hwmon'), { temp1_input: '47500\n', in_voltage0_raw: '2100\n', empty: '\n', words: 'N/A\n' });
    expect(await figure({ file: at('hwmon/temp1_input') }, 0.001)()).toBe(47.5);
    expect(await figure({ file: at('hwmon/in_voltage0_raw'), offset: -100, scale: 0.0065 }, 1)()).toBeCloseTo(13, 9);
    for (const file of ['empty', 'words']) {
      await expect(figure({ file: at(`hwmon/${file}`) }, 1)()).rejects.toThrow('no figure');
    }
  });
});

it('a board with all of it tells all of it, and what is wired goes before what the kernel guesses', async () => {
  plant(at('cabinet'), { door: '0\n', mains: '0\n', fault: '1\n', temp1_input: '61000\n', curr1_input: '1350\n' });
  plant(at('cabinet'), { in1_input: '12640\n', capacity: '55\n', cpu: '40000\n', signal: '-105\n' });
  const file = (name: string, more = {}) => ({ file: at(`cabinet/${name}`), ...more });
  const sensors = boardSensors(
    {
      cpuTemperature: file('cpu'),
      network: { interface: 'wwan0', signal: file('signal') },
      supply: { mains: file('mains'), volts: file('in1_input'), charge: file('capacity') },
      door: file('door', { activeLow: true }),
      amplifier: { fault: file('fault'), temperature: file('temp1_input'), lineAmperes: file('curr1_input') },
    },
    { clock: new VirtualClock(), dataFolder: folder, localAddress: () => undefined, root: at('raspberry') },
  );
  for (const sensor of sensors) await sensor.read();
  const { diskFreeBytes, diskTotalBytes, ...rest } = joinReadings(await Promise.all(sensors.map((s) => s.read())));
  expect(diskTotalBytes).toBeGreaterThan(diskFreeBytes ?? Infinity);
  expect(rest).toEqual({
    network: { kind: 'mobile', receivedBytes: 52_428_800, sentBytes: 10_485_760, signalDbm: -105 },
    supply: { source: 'battery', volts: 12.64, charge: 0.55 },
    cpu: { temperatureC: 40 },
    door: 'open',
    amplifier: { fault: true, temperatureC: 61, lineAmperes: 1.35 },
  });
});
