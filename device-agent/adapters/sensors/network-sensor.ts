/** The network interface by which the device reaches its broker: its kind, what passed through it, the level of Wi-Fi. */
import { access } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { NetworkKind } from '@loa-lang/schemas/wire/health';
import type { Sensor } from '../../ports/sensor.ts';
import { integerOf, textOf } from './read-text.ts';

export interface NetworkSensorOptions {
  /** instead of the one that the connection goes through, e.g. the modem's below a tunnel */
  interface?: string;
  /** instead of what the kernel says: some modems pretend to be Ethernet */
  kind?: NetworkKind;
}

interface Surroundings {
  root: string;
  /** of the connection to the broker; `undefined` while there is none */
  localAddress(): string | undefined;
  addresses?: typeof networkInterfaces;
}

/** Only figures, and looked at besides when a connection is made. */
const EVERY_MS = 30_000;
/** include/uapi/linux/if_arp.h */
const ARPHRD = { ether: 1, ppp: 512, rawIp: 519 } as const;

export function networkSensor(options: NetworkSensorOptions, around: Surroundings): Sensor {
  const { root, localAddress, addresses = networkInterfaces } = around;
  return {
    name: 'network',
    everyMs: EVERY_MS,
    async read() {
      const name = options.interface ?? interfaceOf(localAddress(), addresses());
      if (name === undefined) return {};
      const folder = join(root, 'sys/class/net', name);
      const [kind, receivedBytes, sentBytes] = await Promise.all([
        options.kind ?? kindOf(folder),
        integerOf(join(folder, 'statistics/rx_bytes')),
        integerOf(join(folder, 'statistics/tx_bytes')),
      ]);
      if (kind === undefined) throw new Error(`no interface ${name}`);
      const signalDbm = kind === 'wifi' ? await wifiLevelOf(join(root, 'proc/net/wireless'), name) : undefined;
      return {
        network: {
          kind,
          ...(receivedBytes !== undefined && { receivedBytes }),
          ...(sentBytes !== undefined && { sentBytes }),
          ...(signalDbm !== undefined && { signalDbm }),
        },
      };
    },
  };
}

type Addresses = ReturnType<typeof networkInterfaces>;

function interfaceOf(address: string | undefined, all: Addresses): string | undefined {
  const plain = address?.replace(/^::ffff:/, '').replace(/%.*$/, '');
  return Object.keys(all).find((name) => all[name]?.some((one) => one.address === plain));
}

/** @returns `undefined` where there is no such interface */
async function kindOf(folder: string): Promise<NetworkKind | undefined> {
  const [type, uevent, isRadio, isReal] = await Promise.all([
    integerOf(join(folder, 'type')),
    textOf(join(folder, 'uevent')),
    exists(join(folder, 'phy80211')),
    exists(join(folder, 'device')),
  ]);
  if (type === undefined) return undefined;
  const [, devtype] = /^DEVTYPE=(.+)$/m.exec(uevent ?? '') ?? [];
  if (devtype === 'wlan' || isRadio) return 'wifi';
  if (devtype === 'wwan' || type === ARPHRD.ppp || type === ARPHRD.rawIp) return 'mobile';
  return type === ARPHRD.ether && isReal && devtype === undefined ? 'ethernet' : 'other';
}

/** Of the third column of proc's table; drivers that tell no dBm write a positive figure, which nobody takes. */
async function wifiLevelOf(path: string, name: string): Promise<number | undefined> {
  const lines = ((await textOf(path)) ?? '').split('\n').map((line) => line.trim().split(/[\s:]+/));
  const [, , , level] = lines.find(([first]) => first === name) ?? [];
  return level === undefined ? undefined : Number.parseFloat(level);
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
