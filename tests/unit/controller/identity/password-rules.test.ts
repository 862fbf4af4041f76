import { passwordFault } from '@loa-lang/controller/domain/identity/password-rules';
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
