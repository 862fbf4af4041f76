/** Asks for a passphrase at a terminal, without showing it. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Words } from '@loa-lang/schemas/errors/codes';
import { CeremonyError } from '../../adapters/keys/ceremony-error.ts';

/** @param isNew it is asked for twice */
export async function askPassphrase(what: Words, isNew: boolean): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new CeremonyError(
      'thiếu KEY_ROOT_PASSPHRASE, và không có màn hình để hỏi',
      'KEY_ROOT_PASSPHRASE is missing, and there is no terminal to ask at',
    );
  }
  const passphrase = await ask(`${what.vi} / ${what.en}: `);
  if (!isNew) return passphrase;
  if ((await ask('Nhập lại / Again: ')) !== passphrase) {
    throw new CeremonyError('hai lần nhập không giống nhau', 'the two are not the same');
  }
  return passphrase;
}

async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
