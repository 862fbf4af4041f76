/**
 * `npm run authority -- renew|retire --data DIR`: another certificate authority for a deployment, in two steps. The
 * controller uses it from its next start on.
 */
import { parseArgs } from 'node:util';
import { renewAuthority, retireAuthorities } from '@loa-lang/controller/adapters/certificates/file-authority';
import { FileKeyStore } from '@loa-lang/controller/adapters/keys/file-key-store';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' } } });
const [act] = positionals;
if ((act !== 'renew' && act !== 'retire') || values.data === undefined) {
  process.stderr.write(
    'npm run authority -- renew|retire --data DIR\n' +
      '  renew   puts a new authority before the others; devices exchange their certificates when they hear of it\n' +
      '  retire  drops all but the newest: devices that have not exchanged theirs are shut out\n',
  );
  process.exit(2);
}
if (act === 'renew') await renewAuthority(values.data, (await new FileKeyStore(values.data).open()).deploymentId);
else await retireAuthorities(values.data);
process.stdout.write('Khởi động lại hệ thống để dùng.\nRestart the controller to use it.\n');
