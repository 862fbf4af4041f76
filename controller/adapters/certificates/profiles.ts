/**
 * The certificates of a deployment (RFC 5280, Ed25519 as in RFC 8410). All are valid from 1970 to 9999: a board without
 * a clock believes that it is 1970 and must verify its broker then; what must end is withdrawn by name instead.
 */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
  X509CrlGenerator,
} from '@peculiar/x509';
import type { CryptoKey } from 'jose';
import type { Pem, Withdrawn } from '../../ports/authority.ts';

const FIRST_INSTANT = new Date(0);
/** RFC 5280, 4.1.2.5: no well-defined end. */
const LAST_INSTANT = new Date('9999-12-31T23:59:59Z');
const ALGORITHM = { name: 'Ed25519' } as const;

export interface KeyPair {
  publicKey: CryptoKey;
  privateKey: CryptoKey;
}
export interface Issuer {
  certificate: Pem;
  publicKey: CryptoKey;
  privateKey: CryptoKey;
}
export type Purpose = { kind: 'client' } | { kind: 'server'; names: readonly string[] };

/** Twenty octets at most, positive, not to be guessed (RFC 5280, 4.1.2.2). */
const newSerial = (): string => `01${randomBytes(15).toString('hex')}`;

/** An authority's own certificate; signed by an older one it leads from that one to it. */
export async function authorityCertificate(commonName: string, keys: KeyPair, signer?: Issuer): Promise<Pem> {
  const certificate = await X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: [commonName] }],
    issuer: signer === undefined ? [{ CN: [commonName] }] : new X509Certificate(signer.certificate).subject,
    notBefore: FIRST_INSTANT,
    notAfter: LAST_INSTANT,
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: signer?.privateKey ?? keys.privateKey,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(signer?.publicKey ?? keys.publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

export async function leafCertificate(
  issuer: Issuer,
  commonName: string,
  publicKey: CryptoKey,
  purpose: Purpose,
): Promise<{ serial: string; pem: Pem }> {
  const serial = newSerial();
  const usage = purpose.kind === 'client' ? ExtendedKeyUsage.clientAuth : ExtendedKeyUsage.serverAuth;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial,
    subject: [{ CN: [commonName] }],
    issuer: new X509Certificate(issuer.certificate).subject,
    notBefore: FIRST_INSTANT,
    notAfter: LAST_INSTANT,
    signingAlgorithm: ALGORITHM,
    publicKey,
    signingKey: issuer.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([usage]),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...(purpose.kind === 'server' ? [new SubjectAlternativeNameExtension(purpose.names.map(generalName))] : []),
    ],
  });
  return { serial, pem: `${certificate.toString('pem')}\n` };
}

const generalName = (name: string) => ({ type: isIP(name) === 0 ? 'dns' : 'ip', value: name }) as const;

/**
 * What is withdrawn (RFC 5280, 5). It is never out of date, or a broker that starts without the time, or whose
 * controller is away for a week, would let nobody in.
 */
export async function revocationList(issuer: Issuer, withdrawn: readonly Withdrawn[]): Promise<Pem> {
  const list = await X509CrlGenerator.create({
    issuer: new X509Certificate(issuer.certificate).subject,
    thisUpdate: FIRST_INSTANT,
    nextUpdate: LAST_INSTANT,
    signingAlgorithm: ALGORITHM,
    signingKey: issuer.privateKey,
    entries: withdrawn.map(({ serial, at }) => ({ serialNumber: serial, revocationDate: new Date(at) })),
    extensions: [await AuthorityKeyIdentifierExtension.create(issuer.publicKey)],
  });
  return `${PemConverter.encode(list.rawData, 'X509 CRL')}\n`;
}
