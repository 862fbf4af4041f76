/** What the command says. */
import { createHash } from 'node:crypto';
import { LAST_INSTANT } from '@loa-lang/schemas/units';
import type { RootKey, SigningKey } from '@loa-lang/schemas/wire/keys';
import type { ReadKeyFile } from '../../adapters/keys/key-file.ts';
import type { KeyChanges } from '../../domain/keys/renewal.ts';

export const USAGE = `npm run keys -- COMMAND

  show                                         khoá hiện có / which keys there are
  lock                                         đổi mật khẩu hoặc tệp mở khoá / another passphrase or key file
  rotate [--revoke]                            thay khoá ký / new signing keys; --revoke: khoá cũ đã lộ / the old are known
  rotate-root [--out FILE]                     thay khoá gốc / a new root, kept in FILE or here
  export-root --out FILE                       chép khoá gốc ra tệp có mật khẩu / copy the root into a locked file
  remove-root --kept FILE                      bỏ khoá gốc khỏi máy này / take the root away from here
  import-root FILE                             đưa khoá gốc về máy này / bring the root back
  release-key FILE                             chỉ nhận phần mềm do khoá này ký / programs signed with this key alone
  request --out FILE [--revoke] [--same-keys] [--release-key FILE]
                                               khoá gốc ở nơi khác: xin ký / the root is elsewhere: what it shall sign
  sign FILE --root FILE --out FILE [--new-root FILE] [--yes]
                                               ký trên máy giữ khoá gốc / on the machine that holds the root
  apply FILE                                   nhận bộ khoá đã ký / take what was signed
  ... --above E.R                              cao hơn bộ khoá thiết bị đang giữ / above what devices hold

DATA_DIR, KEY_PASSPHRASE, KEY_FILE như của máy chủ / as the controller's; KEY_ROOT_PASSPHRASE, KEY_NEW_ROOT_PASSPHRASE;
lock: KEY_NEW_PASSPHRASE, KEY_NEW_FILE
`;

/** First 80 bits of the key's SHA-256, in groups that can be read out. */
export const fingerprint = ({ x }: Pick<RootKey, 'x'>): string =>
  (createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex').slice(0, 20).match(/.{4}/g) ?? []).join(' ');

const authorityLines = (authorities: readonly string[] = []): string[] =>
  authorities.map((x) => `authority  ${fingerprint({ x })}\n`);

const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Keys are usually for ever: only where one is not, it is said. */
const validity = ({ notBefore, notAfter }: SigningKey): string =>
  notBefore === 0 && notAfter === LAST_INSTANT ? '' : `  ${day(notBefore)} → ${day(notAfter)}`;

const line = (key: SigningKey): string =>
  `${key.use.padEnd(9)} ${key.scope.padEnd(3)} ${key.kid}  ${fingerprint(key)}${validity(key)}\n`;

export function describeKeys({ file, document, root }: ReadKeyFile): string {
  const held = (kid: string): string => (kid in file.secrets ? '●' : '○');
  return [
    `deployment ${file.deploymentId}, ${document.epoch}.${document.revision}, ${new Date(document.issuedAt).toISOString()}\n`,
    `${held(root.kid)} root          ${root.kid}  ${fingerprint(root)}, ${document.rotations.length} rotations\n`,
    ...document.keys.map((key) => `${held(key.kid)} ${line(key)}`),
    ...authorityLines(document.authorities).map((each) => `  ${each}`),
    file.pending === undefined ? '' : `chờ khoá gốc ký / waiting for the root: ${file.pending.length}\n`,
    '● ở đây / held here   ○ không ở đây / not here\n',
  ].join('');
}

export const describeChanges = ({ added, dropped, authorities, from, to }: KeyChanges): string =>
  [
    `${from.epoch}.${from.revision} → ${to.epoch}.${to.revision}\n`,
    ...added.map((key) => `+ ${line(key)}`),
    ...dropped.map((key) => `- ${line(key)}`),
    ...authorityLines(authorities).map((each) => `= ${each}`),
  ].join('');
