/** The embedded broker's listener for certificates: mutual TLS, client and server of the deployment's own authority. */
import type { Server, Socket } from 'node:net';
import { createServer, TLSSocket } from 'node:tls';
import type { ClientCertificate } from './broker-access.ts';

/** Where devices connect with certificates (mutual TLS). */
export interface TlsListener {
  host: string;
  /** 0 takes a free port */
  port: number;
  /** PEM, with what leads to older authorities */
  certificate: string;
  privateKey: string;
  /** PEM; whose client certificates are let in */
  authorities: readonly string[];
}

/** Two round trips on a weak link. */
const HANDSHAKE_MS = 20_000;

/** `onClient` gets connections whose certificate one of the authorities has signed, and no others. */
export const createTlsServer = (
  { certificate, privateKey, authorities }: TlsListener,
  onClient: (socket: Socket) => void,
): Server =>
  createServer(
    {
      ...{ cert: certificate, key: privateKey, ca: [...authorities] },
      // devices are ours as well
      minVersion: 'TLSv1.3',
      ...{ requestCert: true, rejectUnauthorized: true, handshakeTimeout: HANDSHAKE_MS },
    },
    onClient,
  );

/** Of a connection over TLS; the listener has verified who signed it. */
export function certificateOf(socket: Socket): ClientCertificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return { name: '', publicKey: undefined };
  const { publicKey } = certificate;
  return {
    // one attribute, and ids hold no character that would be escaped
    name: /^CN=([^\n]+)$/.exec(certificate.subject)?.[1] ?? '',
    publicKey: publicKey.asymmetricKeyType === 'ed25519' ? publicKey.export({ format: 'jwk' }).x : undefined,
  };
}
