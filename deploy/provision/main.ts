/**
 * `npm run provision -- --cluster CODE --out FOLDER`: registers a device for a cluster with a running controller and
 * writes what belongs on its board: `agent.json` and `key.json`.
 */
import { parseArgs } from 'node:util';
import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import { API_ROOT } from '@loa-lang/schemas/http/common';
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
if (values.cluster === undefined || values.out === undefined) {
  process.stderr.write(
    'npm run provision -- --cluster CODE --out FOLDER [--controller URL] [--sink alsa:plughw:1,0]\n',
  );
  process.exit(2);
}
const api = apiAt(`${values.controller}${API_ROOT}`);
const { clusters } = await api.get<{ clusters: ClusterBody[] }>('/clusters');
const chosen = clusters.filter(({ code, id }) => code === values.cluster || id === values.cluster);
const [cluster] = chosen;
if (cluster === undefined || chosen.length > 1) {
  process.stderr.write(
    cluster === undefined
      ? `Không có cụm loa ${values.cluster}.\nThere is no cluster ${values.cluster}.\n`
      : `Có nhiều cụm loa mang mã ${values.cluster}; dùng id.\nSeveral clusters have this code; use the id.\n`,
  );
  process.exit(1);
}
await provisionDevices(api, [cluster], values.out, () => values.sink);
process.stdout.write(`${values.out}/${cluster.code}: agent.json, key.json\n`);
