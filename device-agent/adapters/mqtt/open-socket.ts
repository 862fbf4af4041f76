/** The TCP or TLS socket under an MQTT connection. */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

export interface BrokerAddress {
  host: string;
  port: number;
  secure: boolean;
}

/** A function where the address may change. */
export type BrokerUrl = string | (() => string);

/** Reads `mqtt://host[:port]` or `mqtts://host[:port]`. @throws TypeError for anything else. */
export function parseBrokerUrl(given: BrokerUrl): BrokerAddress {
  const url = typeof given === 'function' ? given() : given;
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'mqtt:' && protocol !== 'mqtts:') throw new TypeError(`not an MQTT address: ${url}`);
  const secure = protocol === 'mqtts:';
  const host = hostname.replace(/^\[|\]$/g, '');
  return { host, port: port === '' ? (secure ? 8883 : 1883) : Number(port), secure };
}

/** An outside broker may know no newer one; that of the controller takes 1.3 alone. */
const ALWAYS = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const;

/** Begins to connect. Certificates are always verified: there is no way to switch that off. */
export function openSocket({ host, port, secure }: BrokerAddress, tls: ConnectionOptions): Socket {
  const socket = secure
    ? connectTls({ ...(isIP(host) === 0 ? { servername: host } : {}), ...tls, host, port, ...ALWAYS })
    : connectTcp({ host, port });
  // Small packets carry the exchange of clocks; waiting for more to send with them would falsify it.
  socket.setNoDelay(true);
  return socket;
}
