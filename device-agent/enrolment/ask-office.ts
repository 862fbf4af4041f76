/** One question to the office: am I enrolled? */
import { X509Certificate } from 'node:crypto';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { sealEnrolment } from '@loa-lang/schemas/sealing/enrolment';
import {
  type DeploymentFile,
  ENROLMENT_PATH,
  type EnrolmentAnswer,
  EnrolmentAnswerSchema,
  type EnrolmentClaim,
} from '@loa-lang/schemas/wire/enrolment';
import { Value } from 'typebox/value';
import type { DeviceKey } from './identity-folder.ts';

const ANSWER_WITHIN_MS = 20_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * @param authorities PEM; the server must show a certificate of one of them, and so must what it gives
 * @throws with a sentence when nobody answers, or what answers is not this deployment
 */
export async function askOffice(
  { enrolmentUrl, deploymentId }: Pick<DeploymentFile, 'enrolmentUrl' | 'deploymentId'>,
  authorities: readonly string[],
  claim: EnrolmentClaim,
  key: DeviceKey,
  signal: AbortSignal,
): Promise<EnrolmentAnswer> {
  const request = await sealEnrolment(claim, deploymentId, key);
  const url = new URL(ENROLMENT_PATH, enrolmentUrl);
  const { status, text } = await post(url, JSON.stringify({ request }), authorities, signal);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Error(`${url.host} answered ${status} without JSON`);
  }
  if (status !== 200) throw new Error(`${url.host} answered ${status}: ${wordsOf(answer)}`);
  if (!Value.Check(EnrolmentAnswerSchema, answer))
    throw new Error(`${url.host} answered what this version does not know`);
  if (answer.state === 'enrolled') checkCertificate(answer, authorities, key);
  return answer;
}

/** Whoever sits between may answer anything; what counts is signed. */
function checkCertificate(
  { certificate, deviceId }: Extract<EnrolmentAnswer, { state: 'enrolled' }>,
  authorities: readonly string[],
  key: DeviceKey,
): void {
  const given = new X509Certificate(certificate);
  const isSigned = authorities.some((authority) => given.verify(new X509Certificate(authority).publicKey));
  const { x } = given.publicKey.export({ format: 'jwk' });
  if (!isSigned || given.subject !== `CN=${deviceId}` || x !== key.x) {
    throw new Error('the certificate that was given is not this device’s, or not of its deployment');
  }
}

function post(
  url: URL,
  body: string,
  authorities: readonly string[],
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const options = { method: 'POST', headers, signal, timeout: ANSWER_WITHIN_MS } as const;
  return new Promise((resolve, reject) => {
    const request =
      url.protocol === 'https:'
        ? requestTls(url, { ...options, ca: [...authorities], minVersion: 'TLSv1.3' })
        : requestPlain(url, options);
    request.on('timeout', () => request.destroy(new Error(`${url.host} does not answer`)));
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
        if (text.length > MAX_ANSWER_BYTES) request.destroy(new Error(`${url.host} answers without end`));
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.end(body);
  });
}

const wordsOf = (answer: unknown): string => {
  const { code, message } = (answer ?? {}) as { code?: unknown; message?: { en?: unknown } };
  return `${String(code)} ${String(message?.en ?? '')}`;
};
