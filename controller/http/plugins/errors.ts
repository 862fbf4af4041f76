/** The one place where an error becomes an answer. */
import { randomUUID } from 'node:crypto';
import type { ErrorBody } from '@loa-lang/schemas/errors/body';
import type { ErrorCode, Words } from '@loa-lang/schemas/errors/codes';
import { fieldProblems, type SchemaFault } from '@loa-lang/schemas/errors/field-problems';
import type { FastifyError } from 'fastify';
import { QueueUnavailable } from '../../ports/job-queue.ts';
import { Refusal } from '../../services/refusal.ts';
import type { HttpServer } from '../http-server.ts';

/** Fastify's own refusals → ours. */
const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'json-broken',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'json-broken',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-unknown',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'media-type-unknown',
  FST_REQ_FILE_TOO_LARGE: 'body-too-large',
  FST_PARTS_LIMIT: 'body-too-large',
  FST_FILES_LIMIT: 'body-too-large',
  FST_FIELDS_LIMIT: 'body-too-large',
  FST_MP_PREMATURE_CLOSE: 'upload-broken',
  FST_ERR_REOPENED_SERVER: 'stopping',
};

interface Answer {
  status: number;
  body: ErrorBody;
}

const answerOf = (refusal: Refusal, details?: ErrorBody['details']): Answer => ({
  status: refusal.status,
  body: { code: refusal.code, message: refusal.words, ...refusal.more, ...(details !== undefined && { details }) },
});

export function installErrors(server: HttpServer, isDatabaseUnavailable: (error: unknown) => boolean): void {
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const answer = toAnswer(error, isDatabaseUnavailable, (reference) => {
      request.log.error({ err: error, reference }, 'request failed');
    });
    return reply.status(answer.status).send(answer.body);
  });
  server.setNotFoundHandler((_, reply) => {
    const { status, body } = answerOf(new Refusal('not-found'));
    return reply.status(status).send(body);
  });
}

/** Status and words of whatever went wrong. @param onBug told the reference under which people may ask about it */
export function toAnswer(
  error: FastifyError,
  isDatabaseUnavailable: (error: unknown) => boolean,
  onBug: (reference: string) => void,
): Answer {
  if (error instanceof Refusal) return answerOf(error);
  if (error.validation !== undefined) {
    const details = fieldProblems(error.validation as SchemaFault[], error.validationContext ?? '');
    return answerOf(
      new Refusal('bad-request', { detail: inOneSentence(details.map(({ message }) => message)) }),
      details.slice(0, 20),
    );
  }
  const known = FASTIFY_CODES[error.code];
  if (known !== undefined) return answerOf(new Refusal(known));
  // the queue may lie in the database: its own word comes first
  if (error instanceof QueueUnavailable) return answerOf(new Refusal('queue-unavailable'));
  if (isDatabaseUnavailable(error)) return answerOf(new Refusal('database-unavailable'));
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return answerOf(new Refusal('bad-request', { detail: error.code ?? String(error.statusCode) }));
  }
  const reference = randomUUID().slice(0, 8);
  onBug(reference);
  return answerOf(new Refusal('internal', { reference }));
}

/** Three of the faults; the rest stands in the details. */
function inOneSentence(problems: readonly Words[]): Words {
  const of = (language: keyof Words): string =>
    `${problems
      .slice(0, 3)
      .map((words) => words[language])
      .join('; ')
      .slice(0, 500)}${problems.length > 3 ? '; …' : ''}`;
  return { vi: of('vi'), en: of('en') };
}
