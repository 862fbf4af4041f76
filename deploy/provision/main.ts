/**
 * `npm run provision -- --out FOLDER`: writes what belongs on every board of this deployment, `deployment.json` and
 * `agent.json`; each board makes its own key and is enrolled by the code on its box. For a trial on this machine,
 * `--cluster CODE` registers a device with a password at once and writes its key, too.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import type { DeploymentFile } from '@loa-lang/schemas/wire/enrolment';
import { apiAt } from '../demo/api.ts';
import { provisionDevices } from '../demo/provision.ts';

const { values } = parseArgs({
  options: {
    controller: { type: 'string', default: 'http://127.0.0.1:8080' },
    cluster: { type: 'string' },
    out: { type: 'string' },
    sink: { type: 'string', default: 'alsa' },
  },
});
if (values.out === undefined) {
  process.stderr.write(
    'npm run provision -- --out FOLDER [--controller URL] [--sink alsa:plughw:1,0] [--cluster CODE]\n',
  );
  process.exit(2);
}
const api = apiAt(`${values.controller}${API_ROOT}`);
if (values.cluster === undefined) await writeImageFiles(values.out, values.sink);
else await provisionTrial(values.cluster, values.out, values.sink);

async function writeImageFiles(out: string, sink: string): Promise<void> {
  const deployment = await api.get<DeploymentFile>('/enrolments/deployment');
  mkdirSync(out, { recursive: true });
  const config = { deploymentFile: 'deployment.json', dataFolder: '/var/lib/loa-lang', sink };
  for (const [name, content] of Object.entries({ 'deployment.json': deployment, 'agent.json': config })) {
    writeFileSync(join(out, name), `${JSON.stringify(content, undefined, 2)}\n`);
  }
  process.stdout.write(`${out}: deployment.json, agent.json\n`);
}

async function provisionTrial(wanted: string, out: string, sink: string): Promise<void> {
  const { clusters } = await api.get<{ clusters: ClusterBody[] }>('/clusters');
  const chosen = clusters.filter(({ code, id }) => code === wanted || id === wanted);
  const [cluster] = chosen;
  if (cluster === undefined || chosen.length > 1) {
    process.stderr.write(
      cluster === undefined
        ? `Không có cụm loa ${wanted}.\nThere is no cluster ${wanted}.\n`
        : `Có nhiều cụm loa mang mã ${wanted}; dùng id.\nSeveral clusters have this code; use the id.\n`,
    );
    process.exit(1);
  }
  await provisionDevices(api, [cluster], out, () => sink);
  process.stdout.write(`${out}/${cluster.code}: agent.json, key.json\n`);
}
