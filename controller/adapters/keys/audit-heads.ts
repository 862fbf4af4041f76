/**
 * `<dataDir>/audit-head.jws`: where the audit log ended, outside the database and signed, so that its end cannot be cut
 * off unseen by whoever has the database alone. The key signs nothing else and is no key of the devices; its private half
 * is sealed like all others.
 */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { privateKeyFrom, publicKeyFrom, SIGNATURE_ALGORITHM } from '@loa-lang/schemas/sealing/seal';
import { CompactSign, compactVerify, exportJWK, generateKeyPair } from 'jose';
import type { AuditHead } from '../../domain/audit/chain.ts';
import type { AuditHeads } from '../../ports/audit-log.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import { createOnce, readIfThere, replaceFile } from './durable-file.ts';

const TYPE = 'loa-audit-head';

const headPath = (dataDir: string): string => join(dataDir, 'audit-head.jws');
const keyPath = (dataDir: string): string => join(dataDir, 'keys', 'audit.json');

const SEALED_FOR = 'audit-head';

async function makePair(box: SecretBox): Promise<string> {
  const { privateKey } = await generateKeyPair('Ed25519', { extractable: true });
  const { x, d = '' } = await exportJWK(privateKey);
  return JSON.stringify({ x, d: box.seal(d, SEALED_FOR) });
}

/** A head to which the log did not lead any more. */
const contradictedPath = (dataDir: string): string => join(dataDir, 'audit-head.contradicted.jws');

/** What the log must lead to: the head that was noted last, and one that was contradicted. @throws as below */
export async function readAuditHeads(dataDir: string): Promise<AuditHead[]> {
  const heads = [headPath(dataDir), contradictedPath(dataDir)].map((path) => readHead(dataDir, path));
  return (await Promise.all(heads)).filter((head) => head !== undefined);
}

/** `undefined` when none was noted. @throws when it is not what this deployment signed */
async function readHead(dataDir: string, path: string): Promise<AuditHead | undefined> {
  const [text, key] = [await readIfThere(path), await readIfThere(keyPath(dataDir))];
  if (text === undefined) return undefined;
  if (key === undefined) throw new Error(`${keyPath(dataDir)} is missing`);
  const publicKey = await publicKeyFrom(JSON.parse(key).x);
  const opened = await compactVerify(text.trim(), publicKey, { algorithms: [SIGNATURE_ALGORITHM] }).catch(() => {
    throw new Error(`${path} was not signed by this deployment`);
  });
  if (opened.protectedHeader.typ !== TYPE) throw new Error(`${path} is no head of the audit log`);
  return JSON.parse(new TextDecoder().decode(opened.payload)) as AuditHead;
}

/** Where a head lies that was found and not believed. */
export const refusedHeadPath = (dataDir: string): string => join(dataDir, 'audit-head.refused.jws');

/** What was forged is kept for whoever looks into it; loudspeakers do not wait for that. */
async function believed(dataDir: string, onProblem: (problem: string, cause: unknown) => void) {
  try {
    return await readHead(dataDir, headPath(dataDir));
  } catch (cause) {
    onProblem('the noted end of the audit log cannot be trusted; it was put aside', cause);
    await rename(headPath(dataDir), refusedHeadPath(dataDir));
    return undefined;
  }
}

/** Keeps the highest head; several within one write are one write. */
export async function openAuditHeads(
  dataDir: string,
  box: SecretBox,
  onProblem: (problem: string, cause: unknown) => void = () => undefined,
): Promise<AuditHeads> {
  const { x, d } = JSON.parse(
    (await readIfThere(keyPath(dataDir))) ?? (await createOnce(keyPath(dataDir), await makePair(box))),
  );
  const signer = await privateKeyFrom({ x, d: box.open(d, SEALED_FOR) });
  const path = headPath(dataDir);
  let highest = await believed(dataDir, onProblem);
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    let written: AuditHead | undefined;
    while (written !== highest) {
      written = highest;
      if (written === undefined) return;
      const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(written)))
        .setProtectedHeader({ alg: SIGNATURE_ALGORITHM, typ: TYPE })
        .sign(signer);
      await replaceFile(path, `${jws}\n`);
    }
  };
  return {
    get noted() {
      return highest;
    },
    async contradicted() {
      await writing?.catch(() => undefined);
      // what was contradicted first says most
      const isFirst = (await readIfThere(contradictedPath(dataDir))) === undefined;
      if (isFirst) await rename(path, contradictedPath(dataDir));
      highest = undefined;
    },
    async remember({ seq, hash }) {
      if (seq <= (highest?.seq ?? 0)) return;
      highest = { seq, hash };
      writing ??= write().finally(() => {
        writing = undefined;
      });
      await writing;
    },
  };
}
