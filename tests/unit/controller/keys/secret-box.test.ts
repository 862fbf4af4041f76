import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AesSecretBox } from '@loa-lang/controller/adapters/keys/aes-secret-box';
import { changeLock, type Lock, openSecretBox } from '@loa-lang/controller/adapters/keys/box-lock';
import { SealedSecretError } from '@loa-lang/controller/ports/secret-box';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SECRET = 'mật khẩu của loa ế \u0000 𝄞';

describe('what is sealed', () => {
  const box = new AesSecretBox(randomBytes(32));

  it('is opened again, differs each time, and shows nothing', () => {
    const [one, two] = [box.seal(SECRET, 'a'), box.seal(SECRET, 'a')];
    expect(box.open(one, 'a')).toBe(SECRET);
    expect(one).not.toBe(two);
    expect(Buffer.from(one.slice(5), 'base64url').toString('latin1')).not.toContain('kh');
    expect(box.open(box.seal(''))).toBe('');
  });

  it('is refused when any of its bytes has changed, when cut, bound to another, or of another box', () => {
    const sealed = box.seal(SECRET, 'totp/hoa');
    const body = Buffer.from(sealed.slice(5), 'base64url');
    for (let at = 0; at < body.length; at++) {
      const bent = Buffer.from(body);
      bent[at] = (bent[at] ?? 0) ^ 1;
      expect(() => box.open(`loa1.${bent.toString('base64url')}`, 'totp/hoa')).toThrow(SealedSecretError);
      const cut = body.subarray(0, at).toString('base64url');
      expect(() => box.open(`loa1.${cut}`, 'totp/hoa')).toThrow(SealedSecretError);
    }
    expect(() => box.open(sealed, 'totp/lan')).toThrow(SealedSecretError);
    expect(() => box.open(sealed)).toThrow(SealedSecretError);
    expect(() => new AesSecretBox(randomBytes(32)).open(sealed, 'totp/hoa')).toThrow(SealedSecretError);
    for (const text of ['', 'loa1.', SECRET]) expect(() => box.open(text)).toThrow(SealedSecretError);
  });
});

describe('the lock of the box', () => {
  let folder: string;
  let file: Lock & { kind: 'file' };
  const passphrase: Lock = { kind: 'passphrase', passphrase: 'thôn Trại, ba cây đa' };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loa-box-'));
    file = { kind: 'file', path: join(folder, 'elsewhere') };
    await writeFile(file.path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it.each(['passphrase', 'file', 'own-file'] as const)(
    '%s: opens at the next start what was sealed before',
    async (kind) => {
      const lock = { passphrase, file, 'own-file': { kind } as Lock }[kind];
      const sealed = (await openSecretBox(folder, lock)).seal(SECRET);
      expect((await openSecretBox(folder, lock)).open(sealed)).toBe(SECRET);
      for (const name of await readdir(join(folder, 'keys'))) {
        expect((await stat(join(folder, 'keys', name))).mode & 0o777).toBe(0o600);
      }
    },
  );

  it('is one, however many start at once', async () => {
    const boxes = await Promise.all(Array.from({ length: 5 }, () => openSecretBox(folder, { kind: 'own-file' })));
    const sealed = boxes[0]?.seal(SECRET) ?? '';
    for (const box of boxes) expect(box.open(sealed)).toBe(SECRET);
  });

  it('takes a passphrase whichever way its diacritics are typed, and no other', async () => {
    const sealed = (await openSecretBox(folder, passphrase)).seal(SECRET);
    const typed = { kind: 'passphrase', passphrase: passphrase.passphrase.normalize('NFD') } as const;
    expect((await openSecretBox(folder, typed)).open(sealed)).toBe(SECRET);
    const wrong = { kind: 'passphrase', passphrase: 'thôn Trại, ba cây đề' } as const;
    await expect(openSecretBox(folder, wrong)).rejects.toThrow('KEY_PASSPHRASE is not the one');
    await expect(openSecretBox(folder, { kind: 'own-file' })).rejects.toThrow('KEY_PASSPHRASE is missing');
  });

  it('refuses a key file that others can read, that is missing, short, or of another box', async () => {
    await openSecretBox(folder, file);
    await chmod(file.path, 0o640);
    await expect(openSecretBox(folder, file)).rejects.toThrow('chmod 600');
    await chmod(file.path, 0o600);
    await writeFile(file.path, randomBytes(32).toString('base64'));
    await expect(openSecretBox(folder, file)).rejects.toThrow('not theirs');
    await writeFile(file.path, 'c2hvcnQ=');
    await expect(openSecretBox(folder, file)).rejects.toThrow('32 bytes');
    await rm(file.path);
    await expect(openSecretBox(folder, file)).rejects.toThrow('cannot be read');
  });

  it('can be changed without touching what is sealed; the old one opens nothing then', async () => {
    const sealed = (await openSecretBox(folder, { kind: 'own-file' })).seal(SECRET);
    await changeLock(folder, { kind: 'own-file' }, passphrase);
    expect((await openSecretBox(folder, passphrase)).open(sealed)).toBe(SECRET);
    await expect(openSecretBox(folder, { kind: 'own-file' })).rejects.toThrow('locked with a passphrase');
    await changeLock(folder, passphrase, file);
    expect((await openSecretBox(folder, file)).open(sealed)).toBe(SECRET);
    await expect(openSecretBox(folder, passphrase)).rejects.toThrow('locked with a file');
  });

  it('refuses a damaged box instead of making a new one', async () => {
    await openSecretBox(folder, passphrase);
    const path = join(folder, 'keys', 'box.json');
    for (const text of ['', '{', '{"version":1}']) {
      await writeFile(path, text);
      await expect(openSecretBox(folder, passphrase)).rejects.toThrow('restore it from a backup');
      expect(await readFile(path, 'utf8')).toBe(text);
    }
  });
});
