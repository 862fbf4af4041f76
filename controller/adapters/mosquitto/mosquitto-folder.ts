/**
 * Keeps the files of an outside Mosquitto: certificates, revocation list, access file. After a change the broker reads
 * them again (SIGHUP): new connections are checked against the list, and every message of those that run against the
 * rules. A session of a revoked device, which then gets nothing and says nothing any more, is ended by taking its client
 * id over [MQTT-3.1.4-2]; nothing else ends one session of Mosquitto without ending all.
 */
import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import type { Authority, Withdrawn } from '../../ports/authority.ts';
import type { BrokerGate } from '../../ports/broker-gate.ts';
import { accessFile, type BrokerMembers } from './access-file.ts';
import { brokerConfig, FILES } from './broker-config.ts';

export interface MosquittoFolderDeps {
  folder: string;
  /** of the broker; the system watches the folder when absent */
  pidFile: string | undefined;
  /** it listens on */
  port: number;
  /** under which devices reach it */
  names: readonly string[];
  authority: Authority;
  /** user name of the controllers */
  controllerName: string;
  members(): Promise<BrokerMembers & { withdrawn: readonly Withdrawn[] }>;
  /** Connects for a moment under a device's client id. */
  takeOver(clientId: string): Promise<void>;
  onProblem(problem: string, cause?: unknown): void;
}

/** What is not told to it (an area renamed into another, a group changed) is found so soon. */
const LOOK_EVERY_MS: Millis = 10_000;
/** The broker, or the system that watches the folder for it, needs a moment; a device may dial again in between. */
const CUT_AFTER_MS: readonly Millis[] = [1000, 5000, 30_000];
/** Readable by the broker's group, which the folder passes on; the key is no one else's business. */
const MODE = 0o640;

export class MosquittoFolder implements BrokerGate {
  readonly #deps: MosquittoFolderDeps;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  /** as the files say, also by the act of another controller */
  #revoked: BrokerMembers['revoked'] = [];

  constructor(deps: MosquittoFolderDeps) {
    this.#deps = deps;
  }

  /** Writes everything. @throws when the folder cannot be written */
  async start(): Promise<void> {
    const { folder, port, authority } = this.#deps;
    await mkdir(folder, { recursive: true });
    await this.#writeIdentity();
    await this.#write(FILES.authorities, authority.certificates.join(''));
    await this.#write(FILES.config, brokerConfig(folder, port));
    await this.#look();
    await this.#signal();
    this.#timer = setInterval(() => this.changed(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#looking;
  }

  changed(): void {
    void this.#lookInTurn().catch((error) => this.#deps.onProblem('the files of the broker are not up to date', error));
  }

  async shutOut({ deviceId }: { deviceId: DeviceId }): Promise<void> {
    try {
      await this.#lookInTurn();
    } catch (error) {
      this.#deps.onProblem(`the broker was not told that ${deviceId} is revoked`, error);
    }
  }

  /** Client ids of those who were not revoked when it looked last. */
  #newlyRevoked(before: BrokerMembers['revoked']): string[] {
    const known = new Set(before.map(({ deviceId }) => deviceId));
    return this.#revoked.flatMap(({ deviceId, installationId }) =>
      known.has(deviceId) || installationId === undefined ? [] : [`${deviceId}.${installationId}`],
    );
  }

  async #cut(clientId: string): Promise<void> {
    const { takeOver, onProblem } = this.#deps;
    for (const afterMs of CUT_AFTER_MS) {
      await sleep(afterMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      await takeOver(clientId).catch((error: unknown) => onProblem(`the session of ${clientId} was not ended`, error));
    }
  }

  #lookInTurn(): Promise<void> {
    const look = this.#looking.then(async () => {
      if (this.#stopping.signal.aborted) return;
      const before = this.#revoked;
      const changed = await this.#look();
      if (changed) await this.#signal();
      for (const clientId of changed ? this.#newlyRevoked(before) : []) void this.#cut(clientId);
    });
    this.#looking = look.catch(() => undefined);
    return look;
  }

  /** @returns whether anything has changed */
  async #look(): Promise<boolean> {
    const { authority, members, controllerName } = this.#deps;
    const { withdrawn, ...rest } = await members();
    const list = await this.#write(FILES.revoked, await authority.revocationList(withdrawn));
    const access = await this.#write(FILES.access, accessFile(controllerName, rest));
    this.#revoked = [...rest.revoked];
    return list || access;
  }

  /** The broker keeps its key as long as its certificate is good. */
  async #writeIdentity(): Promise<void> {
    const { authority, names } = this.#deps;
    const [certificate, key] = [await this.#read(FILES.certificate), await this.#read(FILES.key)];
    if (certificate !== undefined && key !== undefined && isGood(certificate, names, authority)) return;
    const identity = await authority.issueServer(names);
    await this.#write(FILES.key, identity.privateKey);
    await this.#write(FILES.certificate, identity.certificate);
  }

  async #signal(): Promise<void> {
    const { pidFile, onProblem } = this.#deps;
    if (pidFile === undefined) return;
    const text = await readFile(pidFile, 'utf8').catch(() => '');
    // a broker that does not run yet reads the files when it starts
    if (!/^\d+\s*$/.test(text)) return;
    try {
      process.kill(Number(text), 'SIGHUP');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') onProblem('the broker cannot be signalled', error);
    }
  }

  async #read(name: string): Promise<string | undefined> {
    return readFile(join(this.#deps.folder, name), 'utf8').catch(() => undefined);
  }

  /** As a whole or not at all. @returns whether it differs from what was there */
  async #write(name: string, text: string): Promise<boolean> {
    if ((await this.#read(name)) === text) return false;
    const path = join(this.#deps.folder, name);
    await writeFile(`${path}.next`, text, { mode: MODE });
    await rename(`${path}.next`, path);
    return true;
  }
}

function isGood(certificate: string, names: readonly string[], authority: Authority): boolean {
  try {
    const parsed = new X509Certificate(certificate);
    const fits = (name: string) => (isIP(name) === 0 ? parsed.checkHost(name) : parsed.checkIP(name)) !== undefined;
    return authority.isCurrent(certificate) && names.every(fits);
  } catch {
    return false;
  }
}
