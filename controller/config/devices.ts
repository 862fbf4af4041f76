/** The part of the configuration that concerns how devices reach this deployment. */
import { isIP } from 'node:net';

export interface DevicesConfig {
  /** under which devices reach this machine; the first one stands in addresses, all in its certificate */
  names: string[];
  /** interface to listen on */
  host: string;
  /** of the embedded broker's listener for certificates */
  mqttPort: number;
  enrolmentPort: number;
}

/** Files of an outside Mosquitto that are kept up to date. */
export interface BrokerFolderConfig {
  folder: string;
  /** of the broker, which is told with SIGHUP to read them again; the system watches the folder when absent */
  pidFile: string | undefined;
}

/** In the order of the documented table. */
export const DEVICE_VARIABLES = [
  'DEVICE_NAME',
  'DEVICE_HOST',
  'DEVICE_MQTT_PORT',
  'DEVICE_ENROLMENT_PORT',
  'BROKER_FOLDER',
  'BROKER_PID_FILE',
] as const;
type DeviceVariable = (typeof DEVICE_VARIABLES)[number];

/** What is needed of the reader of variables. */
interface Reads {
  fault(name: DeviceVariable, vi: string, en: string): void;
  text(name: DeviceVariable): string | undefined;
  whole(name: DeviceVariable, usual: number, min: number, max: number): number;
}

/** RFC 1123 names of hosts. */
const HOST_NAME =
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;
const OPTIONS = ['DEVICE_HOST', 'DEVICE_MQTT_PORT', 'DEVICE_ENROLMENT_PORT'] as const;

export function readDevices(read: Reads): DevicesConfig | undefined {
  const given = read.text('DEVICE_NAME');
  if (given === undefined) {
    for (const name of OPTIONS) {
      if (read.text(name) !== undefined)
        read.fault(name, 'chỉ dùng cùng DEVICE_NAME', 'is used together with DEVICE_NAME only');
    }
    return undefined;
  }
  const names = given.split(',').map((name) => name.trim());
  for (const name of names) {
    if (isIP(name) === 0 && !HOST_NAME.test(name)) {
      read.fault(
        'DEVICE_NAME',
        `có "${name}" không phải tên máy hay địa chỉ`,
        `has "${name}", which is no host name or address`,
      );
    }
  }
  return {
    names,
    host: read.text('DEVICE_HOST') ?? '0.0.0.0',
    mqttPort: read.whole('DEVICE_MQTT_PORT', 8883, 0, 65_535),
    enrolmentPort: read.whole('DEVICE_ENROLMENT_PORT', 8884, 0, 65_535),
  };
}

/** Only with an outside broker, and with a name that goes into its certificate. */
export function readBrokerFolder(read: Reads, isOutside: boolean): BrokerFolderConfig | undefined {
  const folder = read.text('BROKER_FOLDER');
  const pidFile = read.text('BROKER_PID_FILE');
  if (folder === undefined) {
    if (pidFile !== undefined) {
      read.fault('BROKER_PID_FILE', 'chỉ dùng cùng BROKER_FOLDER', 'is used together with BROKER_FOLDER only');
    }
    return undefined;
  }
  if (!isOutside) read.fault('BROKER_FOLDER', 'chỉ dùng cùng MQTT_URL', 'is used together with MQTT_URL only');
  if (read.text('DEVICE_NAME') === undefined) {
    read.fault(
      'BROKER_FOLDER',
      'cần DEVICE_NAME cho chứng thư của máy chủ',
      'needs DEVICE_NAME for the certificate of the broker',
    );
  }
  return { folder, pidFile };
}

/** As it stands in addresses. */
export function hostOf({ names: [name = ''] }: Pick<DevicesConfig, 'names'>): string {
  return isIP(name) === 6 ? `[${name}]` : name;
}
