import {
  changesOf,
  draftOf,
  MAX_ROTATIONS,
  nextRevision,
  withNewKeys,
  withNewRoot,
} from '@loa-lang/controller/domain/keys/renewal';
import { KEY_USES, type KeyDocument, type SigningKey } from '@loa-lang/schemas/wire/keys';
import { describe, expect, it } from 'vitest';

const key = (kid: string, use: SigningKey['use'] = 'plan', scope = '*'): SigningKey => ({
  kid,
  use,
  x: 'A'.repeat(43),
  scope,
  notBefore: 0,
  notAfter: 9e12,
});
const document = (keys: SigningKey[]): KeyDocument => ({
  epoch: 1,
  revision: 4,
  issuedAt: 0,
  root: { kid: 'r', x: 'A'.repeat(43) },
  rotations: [],
  keys,
});
const kids = (keys: SigningKey[]): string[] => keys.map(({ kid }) => kid);

describe('new signing keys', () => {
  it('leave the last older one of each use in force, for what it has signed', () => {
    const now = document([key('a1'), key('s1', 'sync'), key('a2'), key('h1', 'plan', 'h')]);
    expect(kids(withNewKeys(now, [key('a3'), key('s2', 'sync')], false))).toEqual(['s1', 'a2', 'h1', 'a3', 's2']);
  });

  it('put an end to all older ones of their uses when these are in other hands, and to no others', () => {
    const now = document([key('a1'), key('s1', 'sync'), key('h1', 'plan', 'h')]);
    expect(kids(withNewKeys(now, [key('a2')], true))).toEqual(['s1', 'h1', 'a2']);
  });

  it('never make the document grow beyond two of each', () => {
    let now = document(KEY_USES.map((use) => key(`${use}-0`, use)));
    for (let n = 1; n < 200; n++) {
      now = {
        ...now,
        keys: withNewKeys(
          now,
          KEY_USES.map((use) => key(`${use}-${n}`, use)),
          false,
        ),
      };
    }
    expect(now.keys).toHaveLength(2 * KEY_USES.length);
    expect(kids(now.keys).filter((kid) => kid.startsWith('plan'))).toEqual(['plan-198', 'plan-199']);
  });
});

it('goes above what stands and above what the world was seen to hold', () => {
  expect(nextRevision({ epoch: 1, revision: 4 }, undefined)).toEqual({ epoch: 1, revision: 5 });
  expect(nextRevision({ epoch: 1, revision: 4 }, { epoch: 3, revision: 2 })).toEqual({ epoch: 3, revision: 3 });
  expect(nextRevision({ epoch: 1, revision: 4 }, { epoch: 1, revision: 2 })).toEqual({ epoch: 1, revision: 5 });
});

it('keeps whatever else the document says, and shows what changes', () => {
  const now = { ...document([key('a1')]), somethingNew: ['kept'] } as KeyDocument;
  const draft = draftOf(now, { keys: withNewKeys(now, [key('a2')], true) }, undefined, 77);
  expect(draft).toMatchObject({ somethingNew: ['kept'], revision: 5, issuedAt: 77 });
  expect(changesOf(now, draft)).toMatchObject({ added: [{ kid: 'a2' }], dropped: [{ kid: 'a1' }] });
});

it('shows a key whose name stays and whose content does not: the root must not sign what nobody was shown', () => {
  const now = document([key('a1', 'plan', 'xa')]);
  for (const change of [{ x: `${'B'.repeat(42)}A` }, { use: 'live' }, { scope: '*' }, { notAfter: 9e13 }] as const) {
    const bent = { ...key('a1', 'plan', 'xa'), ...change };
    const shown = changesOf(now, draftOf(now, { keys: [bent] }, undefined, 77));
    expect(shown).toMatchObject({ added: [bent], dropped: [key('a1', 'plan', 'xa')] });
    // and one that hides behind the genuine one of the same name
    const hidden = draftOf(now, { keys: [key('a1', 'plan', 'xa'), bent] }, undefined, 77);
    expect(changesOf(now, hidden)).toMatchObject({ added: [bent], dropped: [] });
  }
});

it('refuses one rotation of the root more than a document has room for', () => {
  const full = { ...document([key('a')]), rotations: Array.from({ length: MAX_ROTATIONS }, () => 'x') };
  expect(() => withNewRoot(full, full.root, 'y')).toThrow(RangeError);
});
