/**
 * The agent's configuration file: JSON, one per device. All faults are listed at once, and with any the agent refuses
 * to start. Paths are relative to the file's folder.
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { IdSchema } from '@loa-lang/schemas/ids';
import { privateKeyFrom, type SigningIdentity } from '@loa-lang/schemas/sealing/seal';
import { PublicKeySchema, RootKeySchema } from '@loa-lang/schemas/wire/keys';
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { SensorsConfigSchema } from './sensors-config.ts';

/** The language of whoever started the program, by POSIX. */
export const processLocale = (): string | undefined =>
  process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG;

const closed = { additionalProperties: false };

export const AmplifierConfigSchema = Type.Object(
  {
    /** value file of a GPIO line or relay: 1 is on */
    gpioFile: Type.Optional(Type.String({ minLength: 1 })),
    /** the line switches on with 0 */
    gpioActiveLow: Type.Optional(Type.Boolean()),
    /** shell commands instead of a file; both or none */
    onCommand: Type.Optional(Type.String({ minLength: 1 })),
    offCommand: Type.Optional(Type.String({ minLength: 1 })),
    /** from switching on until sound is heard in full */
    warmUpMs: Type.Integer({ minimum: 0, maximum: 30_000 }),
  },
  closed,
);

export const LocalConfigSchema = Type.Object(
  {
    /** address of the own access point or of a cable to plug in; never one that the Internet reaches */
    host: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 0, maximum: 65_535 }),
  },
  closed,
);

export const AuxConfigSchema = Type.Object(
  {
    kind: Type.Union([Type.Literal('alsa'), Type.Literal('pulse')]),
    /** of the sound card or the server; its default when absent */
    device: Type.Optional(Type.String({ minLength: 1 })),
    /** added to what comes in, dB */
    gainDb: Type.Optional(Type.Number({ minimum: -40, maximum: 40 })),
    /** value file of the GPIO line of a key switch (1 is on), and the card that lies in the cabinet; both or none */
    keyFile: Type.Optional(Type.String({ minLength: 1 })),
    cardId: Type.Optional(IdSchema),
  },
  closed,
);

export const MicrophoneConfigSchema = Type.Object(
  {
    kind: Type.Union([Type.Literal('alsa'), Type.Literal('pulse')]),
    /** of the sound card or the server; its default when absent */
    device: Type.Optional(Type.String({ minLength: 1 })),
  },
  closed,
);

/** What is on the board, whoever it belongs to. */
const BOARD = {
  /** name of the cluster, for people; appears in the log and in `status` */
  label: Type.Optional(Type.String({ maxLength: 200 })),
  /** journal, outbox, documents and audio; its own folder for each device */
  dataFolder: Type.String({ minLength: 1 }),
  /** `alsa`, `alsa:DEVICE`, `pulse`, `pulse:DEVICE`, `wav:FOLDER`, `probe:PATH` or `discard` */
  sink: Type.String({ minLength: 1 }),
  /** absent: the amplifier is always on */
  amplifier: Type.Optional(AmplifierConfigSchema),
  /** a battery-backed clock keeps the time while power is off */
  hasBatteryClock: Type.Optional(Type.Boolean()),
  /** shell command that starts the machine anew, such as `systemctl reboot`; absent: it cannot be told to */
  rebootCommand: Type.Optional(Type.String({ minLength: 1 })),
  /** the page for whoever stands before the device; absent: there is none */
  local: Type.Optional(LocalConfigSchema),
  /** the socket for a microphone or a mixer */
  aux: Type.Optional(AuxConfigSchema),
  /** what else is wired to it, for its health */
  sensors: Type.Optional(SensorsConfigSchema),
  /** the device's own microphone before its loudspeaker, for self-tests */
  microphone: Type.Optional(MicrophoneConfigSchema),
};
export const BoardConfigSchema = Type.Object(BOARD);
type BoardConfig = Static<typeof BoardConfigSchema>;

export const AgentConfigSchema = Type.Object(
  {
    ...BOARD,
    /** as registered with the controller */
    deviceId: IdSchema,
    deploymentId: IdSchema,
    /** overrides what the hardware says; needed where many agents share one machine */
    installationId: Type.Optional(IdSchema),
    broker: Type.Object(
      {
        /** `mqtt://host:port` or `mqtts://host:port` */
        url: Type.String({ pattern: '^mqtts?://[^/]+/?$' }),
        /** the device id where the broker is the embedded one */
        username: Type.Optional(Type.String()),
        password: Type.Optional(Type.String()),
        /** PEM file of the authority that signed the broker's certificate; the system's authorities otherwise */
        caFile: Type.Optional(Type.String({ minLength: 1 })),
        /** 30 s by default: a dead link is noticed within 45 s */
        keepaliveS: Type.Optional(Type.Integer({ minimum: 5, maximum: 1200 })),
      },
      closed,
    ),
    /** file with the device's private key: an Ed25519 JWK (`kty`, `crv`, `x`, `d`) */
    keyFile: Type.String({ minLength: 1 }),
    /** the deployment's root key, given to the device when it was provisioned */
    rootKey: RootKeySchema,
  },
  closed,
);
/** What the file says. */
export type AgentConfig = Static<typeof AgentConfigSchema>;

const KeyFileSchema = Type.Object({
  kty: Type.Literal('OKP'),
  crv: Type.Literal('Ed25519'),
  x: PublicKeySchema,
  d: PublicKeySchema,
});

/** Configuration with its paths made absolute and its files read. */
export interface LoadedConfig extends Omit<AgentConfig, 'keyFile'> {
  signer: SigningIdentity;
  /** PEM text of the authorities that count for the broker; the system's when absent */
  caPem: string | undefined;
  /** of an enrolled device; `caPem` does not count then */
  certificates?: BrokerCertificates;
}

/** What a device shows to its broker, and whom it believes. */
export interface BrokerCertificates {
  tls(): ConnectionOptions;
  brokerUrl(): string;
  dialFailed(): void;
  connectionLost(): void;
  /** @param authorities of a verified key document, DER in base64url; `undefined` when it names none */
  authoritiesChanged(authorities: readonly string[] | undefined): void;
}

export type LoadResult = { ok: true; config: LoadedConfig } | { ok: false; faults: string[] };

/** Reads and checks a configuration file and everything it points to. */
export async function loadAgentConfig(path: string): Promise<LoadResult> {
  const read = await readJson(path);
  return read.ok ? resolveAgentConfig(read.value, dirname(resolve(path))) : { ok: false, faults: [read.fault] };
}

/** The same for configuration that is not in a file of its own. `folder` is what its paths are relative to. */
export async function resolveAgentConfig(value: unknown, folder: string): Promise<LoadResult> {
  const faults = faultsOf(AgentConfigSchema, value);
  if (faults.length > 0) return { ok: false, faults };
  const config = value as AgentConfig;
  const at = (path: string) => resolve(folder, path);

  const key = await readJson(at(config.keyFile));
  if (!key.ok) faults.push(`keyFile: ${key.fault}`);
  else faults.push(...faultsOf(KeyFileSchema, key.value).map((fault) => `keyFile: ${fault}`));
  const privateKey =
    key.ok && faults.length === 0
      ? await privateKeyFrom(key.value as { x: string; d: string }).catch((error: unknown) => {
          faults.push(`keyFile: ${messageOf(error)}`);
        })
      : undefined;
  let caPem: string | undefined;
  if (config.broker.caFile !== undefined) {
    caPem = await readFile(at(config.broker.caFile), 'utf8').catch((error: unknown) => {
      faults.push(`broker.caFile: ${messageOf(error)}`);
      return undefined;
    });
  }
  faults.push(...boardFaults(config));
  if (faults.length > 0 || !privateKey) return { ok: false, faults };
  const signer = { kid: config.deviceId, privateKey };
  return {
    ok: true,
    config: { ...config, dataFolder: at(config.dataFolder), sink: sinkAt(config.sink, at), signer, caPem },
  };
}

/** What a schema cannot say. */
export function boardFaults({ amplifier, aux }: Pick<BoardConfig, 'amplifier' | 'aux'>): string[] {
  return [
    ...amplifierFaults(amplifier),
    ...((aux?.keyFile === undefined) === (aux?.cardId === undefined) ? [] : ['aux: keyFile and cardId go together']),
  ];
}

function amplifierFaults(amplifier: BoardConfig['amplifier']): string[] {
  if (amplifier === undefined) return [];
  const { gpioFile, onCommand, offCommand } = amplifier;
  return [
    ...((onCommand === undefined) !== (offCommand === undefined)
      ? ['amplifier: onCommand and offCommand go together']
      : []),
    ...(gpioFile === undefined && onCommand === undefined
      ? ['amplifier: gpioFile or onCommand and offCommand must be given']
      : []),
  ];
}

/** Folders and files in a sink's name are relative to the configuration, too. */
export function sinkAt(sink: string, at: (path: string) => string): string {
  if (sink.startsWith('wav:')) return `wav:${at(sink.slice(4))}`;
  if (sink.startsWith('probe:') && !/^probe:\d+$/.test(sink)) return `probe:${at(sink.slice(6))}`;
  return sink;
}

/** One sentence per fault, with the place it is at. */
export function faultsOf(schema: TSchema, value: unknown): string[] {
  const faults: string[] = [];
  for (const { instancePath, keyword, message, params } of Value.Errors(schema, value)) {
    // an unknown name is reported twice, the second time with the names
    if (keyword === 'boolean') continue;
    const place = instancePath.slice(1).replaceAll('/', '.');
    const names = keyword === 'additionalProperties' ? ` (${Object.values(params).flat().join(', ')})` : '';
    faults.push(`${place === '' ? 'configuration' : place}: ${message}${names}`);
  }
  return faults;
}

/** Reads JSON; a fault names the file. */
export async function readJson(path: string): Promise<{ ok: true; value: unknown } | { ok: false; fault: string }> {
  try {
    return { ok: true, value: JSON.parse(await readFile(path, 'utf8')) };
  } catch (error) {
    return { ok: false, fault: `${path} cannot be read: ${messageOf(error)}` };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
