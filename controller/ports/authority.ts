/** The deployment's own certificate authority: who says that a key is a device's, a broker's or a controller's. */
import type { DeviceId } from '@loa-lang/schemas/ids';

/** X.509 in PEM. */
export type Pem = string;

export interface IssuedCertificate {
  /** hexadecimal, lower case */
  serial: string;
  pem: Pem;
}

/** A certificate with its private key (PKCS #8). */
export interface ServerIdentity {
  /** followed by what leads to older authorities */
  certificate: Pem;
  privateKey: Pem;
}

export interface Withdrawn {
  serial: string;
  at: number;
}

export interface Authority {
  /** whose signatures count; the first one signs */
  readonly certificates: readonly Pem[];
  /** For a device's own public key, the `x` of its JWK. */
  issueDevice(deviceId: DeviceId, publicKey: string): Promise<IssuedCertificate>;
  /** Whether the certificate is of the authority that signs now. */
  isCurrent(certificate: Pem): boolean;
  /** For servers that devices reach under these names and addresses; with a new key. */
  issueServer(names: readonly string[]): Promise<ServerIdentity>;
  /** For a controller at an outside broker; with a new key. */
  issueController(): Promise<ServerIdentity>;
  /** One list an authority, together. */
  revocationList(withdrawn: readonly Withdrawn[]): Promise<Pem>;
}
