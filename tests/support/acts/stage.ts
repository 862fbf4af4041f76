/** What acts need to be there before they are done. */
import { generateKeyPairSync } from 'node:crypto';
import { keyFingerprint, labelText } from '@loa-lang/schemas/sealing/device-code';
import { sealEnrolment } from '@loa-lang/schemas/sealing/enrolment';
import { privateKeyFrom } from '@loa-lang/schemas/sealing/seal';
import type { HttpApp } from '../http-app.ts';
import type { AskAs } from '../rights/seats.ts';
import { type CommuneWorld, MAKERS, type Made, NOW } from '../rights/two-communes.ts';
import { at } from './told.ts';

export class ActStage {
  readonly app: HttpApp;
  readonly ask: AskAs;
  #boards = 0;

  constructor(app: HttpApp, ask: AskAs) {
    this.app = app;
    this.ask = ask;
  }

  made = (what: Made, world: CommuneWorld): Promise<string> => MAKERS[what](this.app, world);

  /** A new device asks. @returns its label */
  async newBoard(): Promise<string> {
    const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    this.#boards += 1;
    const code = `ABCDE${20_000 + this.#boards}`;
    const claim = { code, installationId: code, agentVersion: '0.1.0' };
    const request = await sealEnrolment(claim, 'deployment', { x, privateKey: await privateKeyFrom({ x, d }) });
    await this.ask(undefined, { method: 'POST', path: '/enrolment', body: { request } });
    return labelText(code, keyFingerprint(x));
  }

  /** The request for approval of a broadcast that somebody planned. */
  async asked(by: string, title: string, { communeId, ids }: CommuneWorld) {
    const bulletins = [{ bulletinId: ids.bulletin }];
    const body = { bulletins, targets: { areaIds: [communeId] }, start: at(49), title };
    const { broadcast } = (await this.ask(by, { method: 'POST', path: '/broadcasts', body })).body;
    const queue = `/approvals?subjectId=${broadcast.id}`;
    const { id, bindingHash } = (await this.ask('tinh', { method: 'GET', path: queue })).body.approvals[0];
    return { id, bindingHash };
  }

  waiting = (world: CommuneWorld) => this.asked('hoa', `Duyệt ${world.mark}`, world);

  /** What records that somebody approved by word of mouth. */
  async saidOutside(world: CommuneWorld) {
    const { id, bindingHash } = await this.waiting(world);
    return { id, body: { approverId: 'thay', bindingHash, saidAt: at(-1), note: 'qua điện thoại' } };
  }

  /** A recording of which the original is kept. */
  async recorded(world: CommuneWorld): Promise<string> {
    const { bulletins, recordings } = this.app.stores;
    const id = await this.made('bulletin', world);
    const version = `${id}-2`;
    await bulletins.addVersion({ ...(await this.firstOf(id)), id: version, fileName: 'tin.mp3' });
    await recordings.noteOriginal(version, { sha256: 'b'.repeat(64), sizeBytes: 1000 }, NOW);
    return id;
  }

  async firstOf(id: string) {
    const [first] = (await this.app.stores.bulletins.find(id))?.versions ?? [];
    if (first === undefined) throw new Error(`bulletin ${id} has no version`);
    const { version: _, ...rest } = first;
    return rest;
  }

  async delivered(communeIds: string[], externalId = `${Math.random()}`) {
    const notice = { sourceId: 'dai', externalId, level: 'province', rank: 'routine', title: 'Tin' };
    const body = { ...notice, text: 'Xin chào.', communeIds };
    await this.ask('tinh', { method: 'POST', path: '/source-bulletins', body });
    return body;
  }
}
