/** A board with a freshly flashed card: the same two files as on every other one, and the real agent in a process. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askStatus } from '@loa-lang/device-agent/adapters/status-socket';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import { labelText } from '@loa-lang/schemas/sealing/device-code';
import type { Api } from '#deploy/demo/api';
import { eventually } from '../eventually.ts';
import { isReady } from './agent-process.ts';
import { AGENT_PROGRAM } from './fleet-process.ts';
import { NodeChild } from './node-child.ts';

interface Waiting {
  enrolment?: { state: string; code: string; fingerprint: string };
}

export interface BoardOptions {
  folder: string;
  /** what its hardware would say */
  installationId: string;
  sink?: string;
  /** further fields of its configuration */
  config?: object;
  /** through which program Node.js is started, e.g. `faketime` */
  through?: string[];
}

export class Board {
  readonly path: string;
  readonly dataFolder: string;
  readonly #installationId: string;
  readonly #through: string[];
  #child: NodeChild | undefined;

  private constructor(path: string, dataFolder: string, installationId: string, through: string[]) {
    this.path = path;
    this.dataFolder = dataFolder;
    this.#installationId = installationId;
    this.#through = through;
  }

  /** Writes the card; nothing runs yet. */
  static async flash(api: Api, options: BoardOptions): Promise<Board> {
    const { folder, installationId, sink = 'discard', config = {}, through = [] } = options;
    const home = join(folder, installationId);
    await mkdir(home, { recursive: true });
    await writeFile(join(home, 'deployment.json'), JSON.stringify(await api.get('/enrolments/deployment')));
    const dataFolder = join(home, 'data');
    const path = join(home, 'agent.json');
    const content = { deploymentFile: 'deployment.json', installationId, dataFolder, sink, ...config };
    await writeFile(path, JSON.stringify(content));
    return new Board(path, dataFolder, installationId, through);
  }

  /** A card that was written before. */
  static at(path: string, dataFolder: string, name: string): Board {
    return new Board(path, dataFolder, name, []);
  }

  start(): this {
    this.#child = NodeChild.start(`board ${this.#installationId}`, [AGENT_PROGRAM, 'run', '--config', this.path], {
      through: this.#through,
    });
    return this;
  }

  get child(): NodeChild {
    if (this.#child === undefined) throw new Error('the board was not switched on');
    return this.#child;
  }

  async status(): Promise<(AgentStatus & Waiting) | undefined> {
    return (await askStatus(this.dataFolder).catch(() => undefined)) as (AgentStatus & Waiting) | undefined;
  }

  /** What its label says, once it waits for the office. */
  async label(): Promise<string> {
    let label = '';
    await eventually(
      `board ${this.#installationId} waits`,
      async () => {
        const waiting = (await this.status())?.enrolment;
        if (waiting?.state !== 'waiting') return false;
        label = labelText(waiting.code, waiting.fingerprint);
        return true;
      },
      60_000,
    );
    return label;
  }

  /** Enrolled, connected, with trusted time and every document of its own. */
  untilReady(withinMs = 60_000): Promise<void> {
    return this.until('ready', isReady, withinMs);
  }

  async until(what: string, holds: (status: AgentStatus) => boolean, withinMs = 60_000): Promise<void> {
    try {
      await eventually(
        `board ${this.#installationId}: ${what}`,
        async () => {
          const status = await this.status();
          return status !== undefined && status.enrolment === undefined && holds(status);
        },
        withinMs,
      );
    } catch (error) {
      throw new Error(`${String(error)}\n${this.child.lastWords}`);
    }
  }

  async stop(): Promise<void> {
    await this.#child?.stop();
  }

  async kill(): Promise<void> {
    await this.#child?.kill();
  }
}
