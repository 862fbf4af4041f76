/** The deployment's keys in one hand: adds keys of any scope and validity, changes the root, publishes all of it. */

import { privateKeyFrom, type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { KeyDocument, KeyUse, RootRotation, SigningKey } from '@loa-lang/schemas/wire/keys';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { DEPLOYMENT, newKey, type StandInController } from '../stand-in-controller.ts';

/** The payload of a document whose payload is plain JSON. */
export function payloadOf<T>(bytes: Uint8Array): T {
  const [, body = ''] = Buffer.from(bytes).toString().split('.');
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as T;
}

export class KeyCabinet {
  readonly #controller: StandInController;
  #document: KeyDocument;
  #root: SigningIdentity;

  private constructor(controller: StandInController, document: KeyDocument) {
    this.#controller = controller;
    this.#document = document;
    this.#root = controller.signer('root');
  }

  static async open(controller: StandInController): Promise<KeyCabinet> {
    const bytes = await controller.publishKeys(controller.latest.keys.revision);
    return new KeyCabinet(controller, payloadOf<KeyDocument>(bytes));
  }

  get document(): KeyDocument {
    return this.#document;
  }

  /** Adds a key; it counts once `publish` has been called. */
  async add(use: KeyUse, over: Partial<SigningKey> = {}): Promise<SigningIdentity> {
    const { x, d } = await newKey();
    const kid = `${use}-${this.#document.keys.length}`;
    const validity = { notBefore: 0, notAfter: 253_402_300_799_999 };
    this.#document = {
      ...this.#document,
      keys: [...this.#document.keys, { kid, use, x, scope: '*', ...validity, ...over }],
    };
    return { kid, privateKey: await privateKeyFrom({ x, d }) };
  }

  /** The next key document, signed by today's root. */
  async next(over: Partial<KeyDocument> = {}, signer = this.#root): Promise<Uint8Array> {
    const document = { ...this.#document, revision: this.#document.revision + 1, ...over };
    return this.#controller.seal('keys', subjects.keys(), document, 'root', { signer });
  }

  async publish(over: Partial<KeyDocument> = {}): Promise<Uint8Array> {
    const bytes = await this.next(over);
    this.#document = payloadOf<KeyDocument>(bytes);
    const { epoch, revision } = this.#document;
    this.#controller.latest.keys = { epoch, revision };
    this.#controller.publishRaw(subjects.keys(), bytes, true);
    return bytes;
  }

  /** A new root, vouched for by today's, from the next document on. @returns the signers of both */
  async rotateRoot(): Promise<{ old: SigningIdentity; signer: SigningIdentity; x: string }> {
    const old = this.#root;
    const { x, d } = await newKey();
    const kid = `root-${this.#document.rotations.length + 2}`;
    const rotation = await this.sealRotation({ from: old.kid, to: { kid, x }, rotatedAt: 0 }, old);
    this.#root = { kid, privateKey: await privateKeyFrom({ x, d }) };
    this.#document = { ...this.#document, root: { kid, x }, rotations: [...this.#document.rotations, rotation] };
    return { old, signer: this.#root, x };
  }

  async sealRotation(payload: RootRotation, signer: SigningIdentity, deploymentId = DEPLOYMENT): Promise<string> {
    return Buffer.from(await sealDocument('rootRotation', subjects.keys(), deploymentId, payload, signer)).toString();
  }
}
