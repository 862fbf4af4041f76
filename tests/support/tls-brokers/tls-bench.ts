/** A broker behind mutual TLS, whichever it is, with a controller and devices that hold certificates. */
import { generateKeyPairSync } from 'node:crypto';
import type { Authority } from '@loa-lang/controller/ports/authority';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';

export interface Holder {
  certificate: string;
  /** PEM */
  privateKey: string;
}
export interface Enrolled extends Holder {
  deviceId: string;
  /** of its board */
  installationId: string;
  serial: string;
  /** JWK `x` */
  publicKey: string;
}

export interface TlsBench {
  url: string;
  authority: Authority;
  controller: MqttClient;
  /** Puts devices on record with the plans they follow; the broker knows of them when it returns. */
  know(devices: readonly { device: Enrolled; planIds: string[] }[]): Promise<void>;
  /** Returns as soon as the controller would. */
  revoke(device: Enrolled): Promise<void>;
  stop(): Promise<void>;
}

export async function issue(authority: Authority, deviceId: string, installationId = 'board'): Promise<Enrolled> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const x = publicKey.export({ format: 'jwk' }).x as string;
  const { serial, pem } = await authority.issueDevice(deviceId, x);
  const key = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
  return { deviceId, installationId, serial, certificate: pem, privateKey: key, publicKey: x };
}

/** @throws when it is not let in */
export async function connectAs(
  { url, authority }: Pick<TlsBench, 'url' | 'authority'>,
  holder: Partial<Holder>,
  clientId: string,
  more: IClientOptions = {},
): Promise<MqttClient> {
  const client = await mqtt.connectAsync(
    url,
    {
      ca: [...authority.certificates],
      ...(holder.certificate !== undefined && { cert: holder.certificate }),
      ...(holder.privateKey !== undefined && { key: holder.privateKey }),
      ...{ clientId, reconnectPeriod: 0, protocolVersion: 4, connectTimeout: 10_000, ...more },
    },
    false,
  );
  client.on('error', () => undefined);
  return client;
}

export const connectDevice = (bench: TlsBench, device: Enrolled): Promise<MqttClient> =>
  connectAs(bench, device, `${device.deviceId}.${device.installationId}`);
