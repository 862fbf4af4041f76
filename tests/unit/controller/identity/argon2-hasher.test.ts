import { Argon2Hasher } from '@loa-lang/controller/adapters/passwords/argon2-hasher';
import { HasherBusy } from '@loa-lang/controller/ports/password-hasher';
import { describe, expect, it } from 'vitest';

describe('passwords are hashed', () => {
  it('with argon2id and a salt of their own', async () => {
    const hasher = new Argon2Hasher();
    const [one, two] = await Promise.all([hasher.hash('bún ốc'), hasher.hash('bún ốc')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=32768,p=1,t=3\$/);
    expect(one).not.toBe(two);
    expect(await hasher.verify(one, 'bún ốc')).toBe(true);
    expect(await hasher.verify(one, 'bún oc')).toBe(false);
    expect(hasher.isOutdated(one)).toBe(false);
    expect(hasher.isOutdated(one.replace('m=32768', 'm=19456'))).toBe(true);
  });

  it('nobody’s is one like all others to the library: it has the same parts and the same cost', () => {
    const usual = new Argon2Hasher();
    const nobody = usual.nobody;
    expect(nobody).toMatch(/^\$argon2id\$v=19\$m=32768,p=1,t=3\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(usual.isOutdated(nobody)).toBe(false);
    expect(new Argon2Hasher({ cost: { memoryCost: 1024, timeCost: 2, parallelism: 1 } }).isOutdated(nobody)).toBe(true);
  });

  it('somebody without a password is compared with nobody’s, which never fits', async () => {
    const hasher = new Argon2Hasher();
    for (const guess of ['', 'x', 'mXQx2Yt0rCkq3Jf0b8nDq5Jm3o6yWl5o0k2V1vWcS7E']) {
      expect(await hasher.verify(undefined, guess)).toBe(false);
    }
  });

  it('two at a time, the rest in turn, and too many are told at once', async () => {
    const hasher = new Argon2Hasher({ atOnce: 2, mostWaiting: 4 });
    const asked = Array.from({ length: 9 }, () => hasher.verify(undefined, 'x').catch((error: unknown) => error));
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => answer instanceof HasherBusy)).toHaveLength(3);
    expect(answers.filter((answer) => answer === false)).toHaveLength(6);
    expect(await hasher.verify(undefined, 'x')).toBe(false);
  });
});
