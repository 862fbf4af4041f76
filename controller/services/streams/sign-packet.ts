/** A packet of a stream as it goes over the wire: laid out, and signed by today's key of use `live`. */
import { KeyObject, sign } from 'node:crypto';
import type { StreamId } from '@loa-lang/schemas/ids';
import type { SigningIdentity } from '@loa-lang/schemas/sealing/seal';
import { type LivePacket, layOutLivePacket, signedLiveBytes } from '@loa-lang/schemas/wire/live';
import type { DeploymentKeys } from '../../ports/key-store.ts';

/** Ed25519 takes its digest itself. */
const NO_DIGEST = null;

export class PacketSigner {
  readonly #keys: Pick<DeploymentKeys, 'signer'>;
  #of: SigningIdentity | undefined;
  #privateKey: KeyObject | undefined;

  constructor(keys: Pick<DeploymentKeys, 'signer'>) {
    this.#keys = keys;
  }

  /**
   * Takes some tens of microseconds and is done when it returns: packets keep their order.
   * @throws {RangeError} when a field of the packet does not fit
   */
  sign(streamId: StreamId, packet: LivePacket): Uint8Array {
    const laidOut = layOutLivePacket(packet);
    return Buffer.concat([laidOut, sign(NO_DIGEST, signedLiveBytes(streamId, laidOut), this.#key())]);
  }

  /** Keys change while a stream runs. */
  #key(): KeyObject {
    const signer = this.#keys.signer('live');
    if (this.#privateKey === undefined || this.#of !== signer) {
      this.#of = signer;
      this.#privateKey = KeyObject.from(signer.privateKey as Parameters<typeof KeyObject.from>[0]);
    }
    return this.#privateKey;
  }
}
