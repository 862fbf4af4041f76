/**
 * `npm run authority -- renew|retire`: another certificate authority for a deployment, in two steps. The controller uses
 * it from its next start on.
 */
import { renewAuthority, retireAuthorities } from '../../adapters/certificates/file-authority.ts';
import { openSecretBox } from '../../adapters/keys/box-lock.ts';
import { KeyCabinet } from '../../adapters/keys/key-cabinet.ts';
import { readKeyCommandConfig } from '../../config.ts';

const [act] = process.argv.slice(2);
const { dataDir, lock } = readKeyCommandConfig();
if ((act !== 'renew' && act !== 'retire') || dataDir === undefined || !lock.ok) {
  if (!lock.ok) process.stderr.write(`${lock.fault.vi}.\n${lock.fault.en}.\n`);
  process.stderr.write(
    'npm run authority -- renew|retire     DATA_DIR, KEY_PASSPHRASE, KEY_FILE như của máy chủ / as the controller’s\n' +
      '  renew   thêm nơi cấp mới; thiết bị tự đổi chứng thư khi biết / a new authority before the others; devices\n' +
      '          exchange their certificates when they hear of it\n' +
      '  retire  bỏ các nơi cấp cũ; thiết bị chưa đổi chứng thư bị chặn / drops all but the newest: devices that have\n' +
      '          not exchanged theirs are shut out\n',
  );
  process.exit(2);
}
if (act === 'retire') await retireAuthorities(dataDir);
else {
  const secrets = await openSecretBox(dataDir, lock.lock);
  const { file } = await new KeyCabinet(dataDir, secrets).read();
  await renewAuthority(dataDir, file.deploymentId, secrets);
}
process.stdout.write('Khởi động lại hệ thống để dùng.\nRestart the controller to use it.\n');
