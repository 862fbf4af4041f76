/** Dials a server as a device does, and tells how far it came: name, connection, certificate. Sends nothing else. */
import type { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import type { Millis } from '@loa-lang/schemas/units';

export interface Target {
  host: string;
  port: number;
  /** speaks TLS */
  secure: boolean;
  /** whose authorities count, and what is shown to the server; the system's authorities when absent */
  tls?: ConnectionOptions;
}

export interface ShownCertificate {
  subject: string;
  issuer: string;
  validFrom: Date;
  validTo: Date;
}

export type Dialled = { addresses: string[] } & (
  | { outcome: 'connected'; certificate: ShownCertificate | undefined }
  | { outcome: 'no-name'; detail: string }
  | { outcome: 'refused' | 'silent' }
  | { outcome: 'unreachable'; detail: string }
  | { outcome: 'no-tls'; detail: string }
  | {
      outcome: 'wrong-certificate';
      why: 'name' | 'expired' | 'early' | 'authority';
      detail: string;
      certificate: ShownCertificate;
    }
  /** it ended the connection after the handshake: it does not take the certificate that it was shown */
  | { outcome: 'turned-away'; detail: string; certificate: ShownCertificate | undefined }
);

/** A weak link takes seconds; a person waits. */
const PATIENCE_MS: Millis = 10_000;
/** TLS 1.3: a server that does not take the client's certificate says so after the handshake. */
const AFTERTHOUGHT_MS: Millis = 700;

const WHY: Record<string, 'name' | 'expired' | 'early'> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'name',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'early',
};

export async function dial(target: Target, patienceMs: Millis = PATIENCE_MS): Promise<Dialled> {
  let addresses: string[];
  try {
    addresses = (await lookup(target.host, { all: true })).map(({ address }) => address);
  } catch (error) {
    return { outcome: 'no-name', detail: codeOf(error), addresses: [] };
  }
  return { ...(await connect(target, patienceMs)), addresses };
}

type Outcome = Dialled extends infer Each
  ? Each extends { addresses: string[] }
    ? Omit<Each, 'addresses'>
    : never
  : never;

function connect({ host, port, secure, tls }: Target, patienceMs: Millis): Promise<Outcome> {
  return new Promise((resolve) => {
    let isConnected = false;
    const socket: Socket | TLSSocket = secure
      ? connectTls({ ...(isIP(host) === 0 ? { servername: host } : {}), ...tls, host, port, rejectUnauthorized: false })
      : connectTcp({ host, port });
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(
      () => end(isConnected ? { outcome: 'no-tls', detail: 'no answer to the handshake' } : { outcome: 'silent' }),
      patienceMs,
    );
    socket.once('connect', () => {
      isConnected = true;
      if (!secure) end({ outcome: 'connected', certificate: undefined });
    });
    socket.once('error', (error) => end(ofError(error, isConnected)));
    socket.once('secureConnect', () => {
      const { authorizationError } = socket as TLSSocket;
      const certificate = shown((socket as TLSSocket).getPeerX509Certificate());
      // of Node's types it is an error; it is its code
      const code = authorizationError as unknown as string | null | undefined;
      if (certificate !== undefined && code !== null && code !== undefined) {
        return end({ outcome: 'wrong-certificate', why: WHY[code] ?? 'authority', detail: code, certificate });
      }
      socket.removeAllListeners('error');
      socket.once('error', (error) => end({ outcome: 'turned-away', detail: codeOf(error), certificate }));
      socket.once('close', () => end({ outcome: 'turned-away', detail: 'closed', certificate }));
      socket.resume();
      setTimeout(() => end({ outcome: 'connected', certificate }), AFTERTHOUGHT_MS);
    });
  });
}

function ofError(error: Error, isConnected: boolean): Outcome {
  const code = codeOf(error);
  if (isConnected) return { outcome: 'no-tls', detail: code };
  return code === 'ECONNREFUSED' ? { outcome: 'refused' } : { outcome: 'unreachable', detail: code };
}

const codeOf = (error: unknown): string => {
  const { code, message, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  // several addresses were tried
  return code ?? (errors?.[0] === undefined ? message : codeOf(errors[0]));
};

const shown = (certificate: X509Certificate | undefined): ShownCertificate | undefined =>
  certificate && {
    subject: certificate.subject.replaceAll('\n', ', '),
    issuer: certificate.issuer.replaceAll('\n', ', '),
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
  };
