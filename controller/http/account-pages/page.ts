/** How a page of an account is sent. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { comingBackTo } from '../identity/coming-back.ts';
import type { Html } from '../pages/html.ts';
import { languageOf, otherThan } from '../pages/language.ts';
import { ACCOUNT_POLICY, accountFrame } from './frame.ts';

export interface Page {
  status?: number;
  title: string;
  content: Html;
}

export const formOf = ({ body }: FastifyRequest): Record<string, string> => (body ?? {}) as Record<string, string>;

/** @param address of the same page for a reader of another language, where it is not the one that was asked for */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page, address?: string): FastifyReply {
  const { status = 200, title, content } = page;
  const language = languageOf(request);
  const [path = ''] = request.url.split('?');
  const next = comingBackTo(request);
  const otherUrl = `${address ?? path}?lang=${otherThan(language)}${next === undefined ? '' : `&next=${next}`}`;
  return (
    reply
      .status(status)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', ACCOUNT_POLICY)
      // forms say where they come from, and nobody else learns of these addresses
      .header('referrer-policy', 'same-origin')
      .header('x-robots-tag', 'noindex, nofollow')
      .send(accountFrame({ language, otherUrl, title, content }))
  );
}
