/** What travels between the controller's machine and the one that holds the root. */
import { readFile } from 'node:fs/promises';
import { IdSchema } from '@loa-lang/schemas/ids';
import { openKeyDocument } from '@loa-lang/schemas/sealing/key-ring';
import { KeyDocumentSchema } from '@loa-lang/schemas/wire/keys';
import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { changesOf, type KeyChanges } from '../../domain/keys/renewal.ts';
import { followsOn, signKeyDocument, signWithNewRoot } from '../../domain/keys/sign-key-document.ts';
import { CeremonyError } from './ceremony-error.ts';
import { makeKeyPair } from './key-file.ts';
import { type KeptRoot, writeRootFile } from './root-file.ts';

const KeyRequestSchema = Type.Object({
  kind: Type.Literal('loa-key-request'),
  version: Type.Literal(1),
  deploymentId: IdSchema,
  /** today's key document, signed */
  current: Type.String(),
  /** the next one, not signed yet */
  draft: KeyDocumentSchema,
});
export type KeyRequest = Static<typeof KeyRequestSchema>;

const KeyAnswerSchema = Type.Object({
  kind: Type.Literal('loa-key-answer'),
  version: Type.Literal(1),
  deploymentId: IdSchema,
  document: Type.String(),
});
export type KeyAnswer = Static<typeof KeyAnswerSchema>;

const checks = { request: Compile(KeyRequestSchema), answer: Compile(KeyAnswerSchema as TSchema) };

export async function readRequest(path: string): Promise<KeyRequest> {
  const content = await readJson(path);
  if (!checks.request.Check(content))
    throw new CeremonyError(`${path} không phải tệp của "keys request"`, `${path} is not a request of "keys request"`);
  return content;
}

export async function readAnswer(path: string): Promise<KeyAnswer> {
  const content = await readJson(path);
  if (!checks.answer.Check(content))
    throw new CeremonyError(`${path} không phải tệp của "keys sign"`, `${path} is not an answer of "keys sign"`);
  return content as KeyAnswer;
}

/** What signing it would change. @throws {CeremonyError} when this root must not sign it */
export async function judgeRequest(request: KeyRequest, kept: KeptRoot): Promise<KeyChanges> {
  const { deploymentId, current, draft } = request;
  if (deploymentId !== kept.deploymentId)
    throw new CeremonyError('yêu cầu này của hệ thống khác', 'the request is of another deployment than this root');
  const { kid, x } = kept.root;
  const opened = await openKeyDocument(Buffer.from(current, 'utf8'), deploymentId, { kid, x });
  if (!opened.ok || opened.root?.kid !== kid)
    throw new CeremonyError(
      'khoá gốc này không phải khoá đã ký bộ khoá hiện nay',
      'this root is not the one that signed today’s keys',
    );
  const before = opened.payload;
  const same = JSON.stringify([before.root, before.rotations]) === JSON.stringify([draft.root, draft.rotations]);
  if (!same)
    throw new CeremonyError(
      'yêu cầu ghi khoá gốc khác; khoá gốc mới được tạo bằng --new-root',
      'the request names another root; a new one is made with --new-root',
    );
  return changesOf(before, draft);
}

/** Signs it. @param newRootAt makes a new root, kept there, and lets it sign */
export async function signRequest(
  request: KeyRequest,
  kept: KeptRoot,
  newRootAt?: { path: string; passphrase: string },
): Promise<KeyAnswer> {
  const { deploymentId, current, draft } = request;
  await judgeRequest(request, kept);
  const document = await (newRootAt === undefined ? signKeyDocument(draft, deploymentId, kept.root) : withNewRoot());
  const followed = await followsOn(current, document, deploymentId);
  if (!followed.ok)
    throw new CeremonyError(`thiết bị sẽ không nhận: ${followed.why}`, `devices would refuse it: ${followed.why}`);
  return { kind: 'loa-key-answer', version: 1, deploymentId, document };

  async function withNewRoot(): Promise<string> {
    const root = await makeKeyPair();
    const signed = await signWithNewRoot(draft, deploymentId, kept.root, root, Date.now());
    if (newRootAt !== undefined) await writeRootFile(newRootAt.path, { deploymentId, root }, newRootAt.passphrase);
    return signed;
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new CeremonyError(`không đọc được ${path}`, `${path} cannot be read`, { cause });
  }
}
