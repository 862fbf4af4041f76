import { chained, GENESIS, hashOf } from '@loa-lang/controller/domain/audit/chain';
import { withoutSecrets } from '@loa-lang/controller/domain/audit/without-secrets';
import { canonicalJson } from '@loa-lang/controller/domain/text/canonical-json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const SECRETS = ['password', 'newPassword', 'passphrase', 'token', 'apiToken', 'totpSecret', 'Cookie', 'Authorization'];

describe('what goes into the record', () => {
  it.each([...SECRETS, 'd', 'privateKey', 'otp', 'pin', 'recoveryCodes'])('leaves %s out', (name) => {
    const text = JSON.stringify(withoutSecrets({ body: [{ [name]: 'mở cửa ra', name: 'Lan' }] }));
    expect(text).not.toContain('mở cửa');
    expect(text).toContain('Lan');
  });

  it('leaves out whom to call at a cluster, and sound or pictures but for their size and hash', () => {
    const text = JSON.stringify(withoutSecrets({ details: 'anh Tư 0912345678', audio: { base64: 'AAAA' } }));
    expect(text).not.toMatch(/0912345678|AAAA/);
    expect(text).toContain('[4, sha256 ');
  });

  it('keeps what opens nothing', () => {
    const open = { title: 'Họp thôn', publicKey: 'abc', idempotencyKey: 'k1', code: '01', before: null };
    expect(withoutSecrets(open)).toEqual(open);
  });

  it('is bounded, and its own: no secret of any depth, no character that PostgreSQL refuses', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
        const text = canonicalJson(withoutSecrets({ value, password: 'mở cửa' }));
        expect(text.length).toBeLessThan(20_000);
        expect(text).not.toContain('mở cửa');
        expect(/\0|\p{Surrogate}/u.test(text)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the hash of an entry', () => {
  it('does not depend on the order of its fields, nor on fields without a value', () => {
    expect(canonicalJson({ b: [1, { d: 2, c: undefined }], a: 'ă' })).toBe('{"a":"ă","b":[1,{"d":2}]}');
  });

  it('follows the one before it', () => {
    const actor = { kind: 'person' as const, personId: 'p', name: 'Lan' };
    const unset = { onBehalfOf: undefined, communeId: undefined, subjectId: undefined, reason: undefined };
    const entry = { ...unset, id: 'a', at: 1, actor, sender: '::1', act: 'POST /x', details: {} };
    const [first, second] = chained(
      [
        { ...entry, outcome: 'done' },
        { ...entry, id: 'b', outcome: 'done' },
      ],
      GENESIS,
    );
    expect(first).toMatchObject({ seq: 1, previousHash: '0'.repeat(64) });
    expect(second).toMatchObject({ seq: 2, previousHash: first?.hash });
    expect(first && hashOf(first)).toBe(first?.hash);
  });
});
