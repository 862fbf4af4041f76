/** An authenticator in software: WebAuthn Level 3 §6, ES256, attestation `none`. It lies on demand, where a test wants it. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

interface Lies {
  /** page that asked, as the browser says */
  origin?: string;
  challenge?: string;
  rpId?: string;
  userVerified?: boolean;
  counter?: number;
  type?: string;
  /** signs with another key than the one it registered */
  foreignKey?: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: options as the API gives them; what is missing fails
type Options = any;

const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: Uint8Array | string): string => Buffer.from(data).toString('base64url');

const USER_PRESENT = 1;
const USER_VERIFIED = 4;
const CREDENTIAL_INCLUDED = 64;

export class SoftwareAuthenticator {
  readonly #origin: string;
  #counter = 0;
  #key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  credentialId = randomBytes(32);
  #userHandle = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  create(options: Options, lies: Lies = {}) {
    this.#userHandle = options.user.id;
    const credential = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, this.credentialId.length]),
      this.credentialId,
      coseKey(this.#key.publicKey),
    ]);
    const authData = this.#authData(options.rp.id, CREDENTIAL_INCLUDED, credential, lies);
    const attestationObject = cborMap([
      [cborText('fmt'), cborText('none')],
      [cborText('attStmt'), cborMap([])],
      [cborText('authData'), cborBytes(authData)],
    ]);
    const clientDataJSON = this.#clientData('webauthn.create', options.challenge, lies);
    return this.#answer({
      clientDataJSON: base64url(clientDataJSON),
      attestationObject: base64url(attestationObject),
      transports: ['internal'],
    });
  }

  get(options: Options, lies: Lies = {}) {
    const authData = this.#authData(options.rpId, 0, Buffer.alloc(0), lies);
    const clientDataJSON = this.#clientData('webauthn.get', options.challenge, lies);
    const { privateKey } = lies.foreignKey ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : this.#key;
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientDataJSON)]), privateKey);
    return this.#answer({
      clientDataJSON: base64url(clientDataJSON),
      authenticatorData: base64url(authData),
      signature: base64url(signature),
      userHandle: this.#userHandle,
    });
  }

  /** The same keys in another hand. */
  copy(): SoftwareAuthenticator {
    const copy = new SoftwareAuthenticator(this.#origin);
    copy.#key = this.#key;
    copy.#counter = this.#counter;
    copy.#userHandle = this.#userHandle;
    copy.credentialId = this.credentialId;
    return copy;
  }

  #answer(response: Record<string, unknown>) {
    const id = base64url(this.credentialId);
    return { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} };
  }

  #authData(rpId: string, flags: number, credential: Buffer, lies: Lies): Buffer {
    this.#counter += 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? this.#counter);
    const verified = lies.userVerified === false ? 0 : USER_VERIFIED;
    return Buffer.concat([
      sha256(lies.rpId ?? rpId),
      Buffer.from([flags | USER_PRESENT | verified]),
      counter,
      credential,
    ]);
  }

  #clientData(type: string, challenge: string, lies: Lies): Buffer {
    const said = {
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? this.#origin,
    };
    return Buffer.from(JSON.stringify({ ...said, crossOrigin: false }));
  }
}

/** COSE_Key (RFC 9053): EC2, ES256, P-256. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return cborMap([
    [Buffer.from([1]), Buffer.from([2])],
    [Buffer.from([3]), Buffer.from([0x26])],
    [Buffer.from([0x20]), Buffer.from([1])],
    [Buffer.from([0x21]), cborBytes(Buffer.from(x, 'base64url'))],
    [Buffer.from([0x22]), cborBytes(Buffer.from(y, 'base64url'))],
  ]);
}

/** CBOR (RFC 8949), what is needed of it. */
function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  return length < 256
    ? Buffer.from([(major << 5) | 24, length])
    : Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}
const cborText = (text: string): Buffer => Buffer.concat([head(3, Buffer.byteLength(text)), Buffer.from(text)]);
const cborBytes = (bytes: Uint8Array): Buffer => Buffer.concat([head(2, bytes.length), bytes]);
const cborMap = (entries: [Buffer, Buffer][]): Buffer => Buffer.concat([head(5, entries.length), ...entries.flat()]);
