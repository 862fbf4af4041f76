/**
 * `DATA_DIR=… npm run backup -- --out FOLDER`: a backup, with the controller running or not.
 * `DATA_DIR=… npm run restore -- --from FOLDER [--epoch N]`: a backup into an empty data folder; the old controller
 * must not run any more.
 */
import { parseArgs } from 'node:util';
import { readProcessConfig } from '@loa-lang/controller/config';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';

const fail = (text: string, code: number): never => {
  process.stderr.write(`${text}\n`);
  process.exit(code);
};

const { values, positionals } = parseArgs({
  options: { out: { type: 'string' }, from: { type: 'string' }, epoch: { type: 'string' } },
  allowPositionals: true,
});
const read = readProcessConfig();
const { out, from, epoch } = values;
const [what] = positionals;
const isUsed = (what === 'make' && out !== undefined) || (what === 'restore' && from !== undefined);
if (!isUsed || (epoch !== undefined && !/^\d{1,9}$/.test(epoch))) {
  fail('npm run backup -- --out FOLDER\nnpm run restore -- --from FOLDER [--epoch N]', 2);
}
if (!read.ok) fail(read.faults.map(({ vi, en }) => `${vi}\n${en}`).join('\n'), 2);
else {
  const { dataDir, databaseUrl } = read.config;
  try {
    const done =
      out !== undefined
        ? await makeBackup({ dataDir, databaseUrl }, out)
        : await restoreBackup(from ?? '', {
            dataDir,
            databaseUrl,
            ...(epoch !== undefined && { epochAtLeast: Number(epoch) }),
          });
    const rows = Object.values(done.database.rows).reduce((total, count) => total + count, 0);
    const megabytes = (done.files.reduce((total, { bytes }) => total + bytes, 0) / 1_000_000).toFixed(1);
    process.stdout.write(
      out !== undefined
        ? `Đã sao lưu vào ${out}: ${rows} dòng dữ liệu, ${done.files.length} tệp, ${megabytes} MB. Trong đó có khoá bí mật: cất nơi an toàn.\nBacked up to ${out}: ${rows} rows, ${done.files.length} files, ${megabytes} MB. Secret keys are among them: keep it safe.\n`
        : `Đã khôi phục bản sao lưu ${done.madeAt} vào ${dataDir}: ${rows} dòng dữ liệu, ${done.files.length} tệp.\nThe backup of ${done.madeAt} is restored into ${dataDir}: ${rows} rows, ${done.files.length} files.\n`,
    );
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error), 1);
  }
}
