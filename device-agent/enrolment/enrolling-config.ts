/**
 * Configuration of a device that is enrolled by its code: the same file on every board of a deployment. What makes one
 * board differ from the next (key, device id, certificate) is made or learnt on the board and kept in its data folder.
 */
import { dirname, resolve } from 'node:path';
import { IdSchema } from '@loa-lang/schemas/ids';
import { readCode } from '@loa-lang/schemas/sealing/device-code';
import { type DeploymentFile, DeploymentFileSchema } from '@loa-lang/schemas/wire/enrolment';
import { type Static, Type } from 'typebox';
import { BoardConfigSchema, boardFaults, faultsOf, readJson, sinkAt } from '../config.ts';

const EnrollingConfigSchema = Type.Intersect(
  [
    Type.Object({
      /** `deployment.json`, as the office hands it out */
      deploymentFile: Type.String({ minLength: 1 }),
      /** as printed on the box; made from the hardware's serial number when absent */
      code: Type.Optional(Type.String({ maxLength: 40 })),
      installationId: Type.Optional(IdSchema),
      /** 30 s by default */
      keepaliveS: Type.Optional(Type.Integer({ minimum: 5, maximum: 1200 })),
    }),
    BoardConfigSchema,
  ],
  { unevaluatedProperties: false },
);
type EnrollingFile = Static<typeof EnrollingConfigSchema>;

/** Configuration with its paths made absolute and its files read. */
export interface EnrollingConfig extends Omit<EnrollingFile, 'deploymentFile'> {
  deployment: DeploymentFile;
}

export const isEnrolling = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'deploymentFile' in value;

/** All faults at once. `path` is the configuration file that `value` was read from. */
export async function resolveEnrolling(
  value: unknown,
  path: string,
): Promise<{ ok: true; config: EnrollingConfig } | { ok: false; faults: string[] }> {
  const faults = faultsOf(EnrollingConfigSchema, value);
  if (faults.length > 0) return { ok: false, faults };
  const { deploymentFile, ...config } = value as EnrollingFile;
  const at = (relative: string) => resolve(dirname(resolve(path)), relative);
  const deployment = await readJson(at(deploymentFile));
  if (!deployment.ok) faults.push(`deploymentFile: ${deployment.fault}`);
  else faults.push(...faultsOf(DeploymentFileSchema, deployment.value).map((fault) => `deploymentFile: ${fault}`));
  faults.push(...boardFaults(config));
  const code = config.code === undefined ? undefined : readCode(config.code);
  if (config.code !== undefined && code === undefined) faults.push('code: 6 to 20 digits and letters, no U');
  if (faults.length > 0 || !deployment.ok) return { ok: false, faults };
  return {
    ok: true,
    config: {
      ...config,
      ...(code !== undefined && { code }),
      dataFolder: at(config.dataFolder),
      sink: sinkAt(config.sink, at),
      deployment: deployment.value as DeploymentFile,
    },
  };
}
