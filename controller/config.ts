/** Environment variables → configuration. All faults at once; with any of them the program refuses to start. */
import { isIP } from 'node:net';
import type { Words } from '@loa-lang/schemas/errors/codes';
import { LOG_LEVELS, type LogLevel } from './adapters/json-log.ts';
import type { Lock } from './adapters/keys/box-lock.ts';
import { readAllowedAddresses } from './config/allowed-addresses.ts';
import {
  type BrokerFolderConfig,
  DEVICE_VARIABLES,
  type DevicesConfig,
  readBrokerFolder,
  readDevices,
} from './config/devices.ts';
import { type FfmpegConfig, readFfmpeg } from './config/ffmpeg.ts';
import { type KeyCommandConfig, readKeyCommand, readKeyLock } from './config/keys.ts';
import { MAIL_VARIABLES, type MailConfig, readMail } from './config/mail.ts';
import { MAP_VARIABLES, type MapTilesConfig, readMapTiles } from './config/map-tiles.ts';
import { Reader } from './config/reader.ts';
import { readSpeech, SPEECH_VARIABLES, type SpeechConfig } from './config/speech.ts';
import { readTrustedProxies } from './config/trusted-proxies.ts';

export interface BrokerConfig {
  kind: 'outside';
  url: string;
  username: string | undefined;
  password: string | undefined;
  /** of a Mosquitto whose files this controller keeps */
  files: BrokerFolderConfig | undefined;
}
export interface EmbeddedBrokerConfig {
  kind: 'embedded';
  host: string;
  port: number;
}

export interface ControllerConfig {
  /** everything that is kept lies here */
  dataDir: string;
  /** what unlocks the keys and secrets that are kept */
  keyLock: Lock;
  /** an outside PostgreSQL; the embedded one when absent */
  databaseUrl: string | undefined;
  /** jobs wait in this Redis; in PostgreSQL when absent */
  redisUrl: string | undefined;
  http: { host: string; port: number };
  apiToken: string | undefined;
  /** whoever shows it may look at what is counted; without one whoever asks on this machine */
  metricsToken: string | undefined;
  /** where people reach this system, without a slash at the end; for links that are sent */
  publicUrl: string | undefined;
  /** addresses and CIDR ranges that are believed when they say for whom they ask */
  trustedProxies: readonly string[];
  broker: BrokerConfig | EmbeddedBrokerConfig;
  /** how devices with certificates reach this deployment; they cannot when absent */
  devices: DevicesConfig | undefined;
  uploadLimitBytes: number;
  audioPaceBytesPerSecond: number;
  maxWatchers: number;
  /** emergencies without open fields are spoken ahead and kept on every device */
  preparedEmergencies: boolean;
  speech: SpeechConfig;
  /** host names, addresses and CIDR ranges that relays may be pulled from although they are not the Internet's */
  relayAllowed: readonly string[];
  /** no e-mail is sent when absent */
  mail: MailConfig | undefined;
  /** pictures of an outside map server beneath the commune's own map; none when absent */
  mapTiles: MapTilesConfig | undefined;
  /** the same for webhooks and messaging services */
  notifyAllowed: readonly string[];
  /** looked for when absent */
  ffmpeg: FfmpegConfig | undefined;
  logLevel: LogLevel;
}

export type ReadConfig = { ok: true; config: ControllerConfig } | { ok: false; faults: Words[] };

/** Names of all variables, in the order of the documented table. */
export const VARIABLES = [
  'DATA_DIR',
  'KEY_PASSPHRASE',
  'KEY_FILE',
  'DATABASE_URL',
  'REDIS_URL',
  'HTTP_HOST',
  'HTTP_PORT',
  'API_TOKEN',
  'METRICS_TOKEN',
  'PUBLIC_URL',
  'TRUSTED_PROXY',
  'MQTT_URL',
  'MQTT_USERNAME',
  'MQTT_PASSWORD',
  'MQTT_HOST',
  'MQTT_PORT',
  ...DEVICE_VARIABLES,
  'UPLOAD_LIMIT_BYTES',
  'AUDIO_PACE_BYTES_PER_SECOND',
  'WATCHERS_LIMIT',
  'PREPARED_EMERGENCIES',
  'RELAY_ALLOWED_ADDRESSES',
  ...MAIL_VARIABLES,
  'NOTIFY_ALLOWED_ADDRESSES',
  ...MAP_VARIABLES,
  ...SPEECH_VARIABLES,
  'FFMPEG_PATH',
  'FFPROBE_PATH',
  'LOG_LEVEL',
] as const;
export type VariableName = (typeof VARIABLES)[number];
export type Environment = Readonly<Partial<Record<VariableName, string>>>;

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Reads the process's environment. */
export const readProcessConfig = (): ReadConfig => readConfig(process.env as Environment);
export const readKeyCommandConfig = (): KeyCommandConfig => readKeyCommand(process.env);

export function readConfig(environment: Environment): ReadConfig {
  const read = new Reader(environment);
  const dataDir = read.required('DATA_DIR');
  const databaseUrl = read.url('DATABASE_URL', ['postgres:', 'postgresql:']);
  const redisUrl = read.url('REDIS_URL', ['redis:', 'rediss:']);
  const http = { host: read.text('HTTP_HOST') ?? '127.0.0.1', port: read.whole('HTTP_PORT', 8080, 0, 65_535) };
  const [apiToken, metricsToken] = [read.token('API_TOKEN'), read.token('METRICS_TOKEN')];
  const config: ControllerConfig = {
    dataDir,
    keyLock: readKeyLock(read),
    databaseUrl,
    redisUrl,
    http,
    apiToken,
    metricsToken,
    publicUrl: read.url('PUBLIC_URL', ['http:', 'https:'])?.replace(/\/+$/, ''),
    trustedProxies: readTrustedProxies(read),
    broker: readBroker(read),
    devices: readDevices(read),
    uploadLimitBytes: read.whole('UPLOAD_LIMIT_BYTES', 200_000_000, 1, 4_000_000_000),
    audioPaceBytesPerSecond: read.whole('AUDIO_PACE_BYTES_PER_SECOND', 32_000, 1_000, 1_000_000_000),
    maxWatchers: read.whole('WATCHERS_LIMIT', 500, 1, 100_000),
    preparedEmergencies: read.choice('PREPARED_EMERGENCIES', ['on', 'off'], 'on') === 'on',
    speech: readSpeech(read),
    relayAllowed: readAllowedAddresses(read, 'RELAY_ALLOWED_ADDRESSES'),
    mail: readMail(read),
    mapTiles: readMapTiles(read),
    notifyAllowed: readAllowedAddresses(read, 'NOTIFY_ALLOWED_ADDRESSES'),
    ffmpeg: readFfmpeg(read),
    logLevel: read.choice('LOG_LEVEL', LOG_LEVELS, 'info'),
  };
  return read.faults.length > 0 ? { ok: false, faults: read.faults } : { ok: true, config };
}

function readBroker(read: Reader<VariableName>): ControllerConfig['broker'] {
  const url = read.url('MQTT_URL', ['mqtt:', 'mqtts:']);
  if (url === undefined) {
    for (const name of ['MQTT_USERNAME', 'MQTT_PASSWORD'] as const) {
      if (read.text(name) !== undefined) {
        read.fault(name, 'chỉ dùng cùng MQTT_URL', 'is used together with MQTT_URL only');
      }
    }
    readBrokerFolder(read, false);
    const host = read.text('MQTT_HOST') ?? '127.0.0.1';
    if (!isLoopback(host)) {
      read.fault(
        'MQTT_HOST',
        'phải là máy này: mật khẩu đi không mã hoá. Cho thiết bị ở nơi khác, đặt DEVICE_NAME',
        'must be this machine: passwords travel in the clear. For devices elsewhere set DEVICE_NAME',
      );
    }
    return {
      kind: 'embedded',
      host,
      port: read.whole('MQTT_PORT', 1883, 0, 65_535),
    };
  }
  for (const name of ['MQTT_HOST', 'MQTT_PORT'] as const) {
    if (read.text(name) !== undefined)
      read.fault(name, 'không dùng cùng MQTT_URL', 'is not used together with MQTT_URL');
  }
  const given = new URL(url);
  const username = read.text('MQTT_USERNAME') ?? (decodeURIComponent(given.username) || undefined);
  const password = read.text('MQTT_PASSWORD') ?? (decodeURIComponent(given.password) || undefined);
  given.username = '';
  given.password = '';
  return { kind: 'outside', url: given.href, username, password, files: readBrokerFolder(read, true) };
}
