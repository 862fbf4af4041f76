/** The real controller as a child process, on ports of its own, that can be killed and started again. */
import { join } from 'node:path';
import { openBrokerSecret } from '@loa-lang/controller/adapters/keys/broker-secret';
import { brokerPassword } from '@loa-lang/controller/embedded/broker-access';
import type { RootKey } from '@loa-lang/schemas/wire/keys';
import { type Api, apiAt } from '#deploy/demo/api';
import { projectRoot } from './built.ts';
import { NodeChild } from './node-child.ts';

const PROGRAM = join(projectRoot, 'controller/dist/main.js');
const START_PATIENCE_MS = 150_000;
/** As in deploy/run/processes.mjs, which gives the reasons. */
const LEAN = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '65536' };
const LEAN_FLAGS = ['--max-semi-space-size=4'];

export interface ControllerOptions {
  dataDir: string;
  /** 0: any; a restart comes back at the same ports */
  httpPort?: number;
  mqttPort?: number;
  /** with the settings of memory that `npm start` gives it */
  asService?: boolean;
  /** further variables, e.g. DATABASE_URL */
  env?: Record<string, string>;
}

export interface Deployment {
  id: string;
  root: RootKey;
}

interface Running {
  type: 'running';
  httpUrl: string;
  mqttUrl: string;
  deviceBrokerUrl?: string;
  enrolmentUrl?: string;
  deployment: Deployment;
}

/** Offers mutual TLS to devices, on loopback. */
export const TLS_ENV = {
  DEVICE_NAME: '127.0.0.1',
  DEVICE_HOST: '127.0.0.1',
  DEVICE_MQTT_PORT: '0',
  DEVICE_ENROLMENT_PORT: '0',
};

export class ControllerProcess {
  readonly child: NodeChild;
  readonly api: Api;
  readonly httpUrl: string;
  readonly mqttUrl: string;
  readonly deviceBrokerUrl: string | undefined;
  readonly enrolmentUrl: string | undefined;
  readonly deployment: Deployment;
  readonly #options: ControllerOptions;

  private constructor(child: NodeChild, running: Running, options: ControllerOptions) {
    this.child = child;
    this.httpUrl = running.httpUrl;
    this.mqttUrl = running.mqttUrl;
    this.deviceBrokerUrl = running.deviceBrokerUrl;
    this.enrolmentUrl = running.enrolmentUrl;
    this.deployment = running.deployment;
    this.api = apiAt(`${running.httpUrl}/api/v1`);
    this.#options = options;
  }

  /** @throws with what it said when it does not come up. */
  static async start(options: ControllerOptions): Promise<ControllerProcess> {
    const { dataDir, httpPort = 0, mqttPort = 0, asService = false, env = {} } = options;
    let running: ((running: Running) => void) | undefined;
    const started = new Promise<Running>((resolve) => {
      running = resolve;
    });
    const child = NodeChild.start('controller', [PROGRAM], {
      env: {
        LOG_LEVEL: 'warn',
        // what is not asked for must not be pushed to the devices beside what a test looks at
        PREPARED_EMERGENCIES: 'off',
        DATA_DIR: dataDir,
        HTTP_PORT: String(httpPort),
        ...(env.MQTT_URL === undefined ? { MQTT_PORT: String(mqttPort) } : {}),
        ...(asService ? LEAN : {}),
        ...env,
      },
      ...(asService && { flags: LEAN_FLAGS }),
      probe: true,
      onMessage: (message) => {
        if ((message as Running).type === 'running') running?.(message as Running);
      },
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the controller did not come up in time')), START_PATIENCE_MS);
      void child.ended.then((code) => reject(new Error(`the controller ended with ${code}:\n${child.lastWords}`)));
    });
    late.catch(() => undefined);
    try {
      return new ControllerProcess(child, await Promise.race([started, late]), options);
    } catch (error) {
      await child.kill();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  get pid(): number {
    return this.child.pid;
  }

  /** Starts it anew on the same data and ports, after it was killed or stopped. */
  restart(): Promise<ControllerProcess> {
    const { deviceBrokerUrl, enrolmentUrl } = this;
    const tls = {
      ...(deviceBrokerUrl !== undefined && { DEVICE_MQTT_PORT: new URL(deviceBrokerUrl).port }),
      ...(enrolmentUrl !== undefined && { DEVICE_ENROLMENT_PORT: new URL(enrolmentUrl).port }),
    };
    return ControllerProcess.start({
      ...this.#options,
      env: { ...this.#options.env, ...tls },
      httpPort: Number(new URL(this.httpUrl).port),
      mqttPort: Number(new URL(this.mqttUrl).port),
    });
  }

  /** A device's password at the embedded broker. */
  async devicePassword(deviceId: string): Promise<string> {
    return brokerPassword(await openBrokerSecret(this.#options.dataDir), deviceId);
  }

  kill(): Promise<void> {
    return this.child.kill();
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}
