import {
  bareRecoveryCode,
  RECOVERY_CODE_BYTES,
  recoveryCodeOf,
} from '@loa-lang/controller/domain/identity/recovery-code';
import { expect, it } from 'vitest';

it('a recovery code is long, is read however it is typed, and nothing else is one', () => {
  const code = recoveryCodeOf(Uint8Array.from({ length: RECOVERY_CODE_BYTES }, (_, index) => index * 25));
  expect(code).toMatch(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
  // NIST SP 800-63B: from 112 bits on a plain hash is enough
  expect(RECOVERY_CODE_BYTES * 8).toBeGreaterThanOrEqual(112);
  const bare = code.replaceAll('-', '');
  for (const typed of [code, bare, code.toLowerCase(), ` ${bare.slice(0, 8)}  ${bare.slice(8)} `]) {
    expect(bareRecoveryCode(typed)).toBe(bare);
  }
  // one of 80 bits, as they were given out before
  expect(bareRecoveryCode('O1B8-0000-AAAA-AAAA')).toBe('OIBBOOOOAAAAAAAA');
  for (const wrong of ['', '123456', bare.slice(1), `${bare}A`, `${bare.slice(1)}!`])
    expect(bareRecoveryCode(wrong)).toBeUndefined();
});
