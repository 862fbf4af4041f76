/** Pages on which nobody is signed in yet. */

import { ACCOUNT_PAGES, CONSOLE_START, SIGN_IN_PAGE } from '../identity/addresses.ts';
import { pageUrl } from '../identity/coming-back.ts';
import { type Html, html } from '../pages/html.ts';
import type { PageLanguage } from '../pages/language.ts';
import { problemNote } from './frame.ts';
import { tell } from './words.ts';

export interface Facts {
  language: PageLanguage;
  problem?: string | undefined;
  /** what was typed before, all but passwords */
  typed?: Record<string, string | undefined>;
  /** page to go on to, where it is not the own account */
  next?: string | undefined;
}

export function signInPage({ language, problem, typed = {}, next }: Facts, note?: string): Html {
  const text = tell(language);
  return html`<h1>${text('signIn')}</h1>
${note !== undefined && html`<p class="lead">${note}</p>`}
${problemNote(problem)}
<section><form method="post" action="${pageUrl(SIGN_IN_PAGE, language, next)}">
<label for="name">${text('name')}</label>
<input id="name" name="name" autocomplete="username webauthn" inputmode="email" autocapitalize="none" required maxlength="300" value="${typed.name ?? ''}">
<label for="password">${text('password')}</label>
<input id="password" type="password" name="password" autocomplete="current-password" required maxlength="1000">
<button class="primary">${text('signIn')}</button>
</form></section>
${passkeyBox(language, 'sign-in', next)}
<p class="soft">${text('forgotten')}</p>`;
}

/** Shown by its script where the browser has passkeys. */
export function passkeyBox(
  language: PageLanguage,
  kind: 'sign-in' | 'add',
  next = kind === 'add' ? ACCOUNT_PAGES : CONSOLE_START,
): Html {
  const text = tell(language);
  const label = text(kind === 'add' ? 'addPasskey' : 'withPasskey');
  return html`<div data-passkey="${kind}" data-next="${pageUrl(next, language)}" data-failed="${text('passkeyFailed')}" data-label="${text('passkeys')}" data-codes="${text('codesLead')}" hidden><button type="button">${label}</button> <span role="status"></span></div>`;
}

export function codePage({ language, problem, next }: Facts, ticket: string, hasPasskey: boolean): Html {
  const text = tell(language);
  return html`<h1>${text('codeHeading')}</h1><p class="lead">${text('codeLead')}</p>
${problemNote(problem)}
<section><form method="post" action="${pageUrl(`${SIGN_IN_PAGE}/ma`, language, next)}">
<input type="hidden" name="ticket" value="${ticket}">
<label for="code">${text('code')}</label>
<input id="code" name="code" autocomplete="one-time-code" autocapitalize="characters" required maxlength="40">
<label class="check"><input type="checkbox" name="remember" value="1"> ${text('remember')}</label>
<button class="primary">${text('goOn')}</button>
</form></section>
${hasPasskey && passkeyBox(language, 'sign-in', next)}`;
}

export function linkPage(
  { language, problem, typed = {} }: Facts,
  link: { kind: 'set-up' | 'invitation' | 'reset'; name: string | undefined; url: string },
): Html {
  const text = tell(language);
  const name = link.name ?? '';
  const [heading, lead] = (
    {
      'set-up': ['setUpHeading', 'setUpLead'],
      invitation: ['invitationHeading', 'invitationLead'],
      reset: ['resetHeading', 'resetLead'],
    } as const
  )[link.kind];
  return html`<h1>${text(heading, { name })}</h1><p class="lead">${text(lead, { name })}</p>
${problemNote(problem)}
<section><form method="post" action="${pageUrl(link.url, language)}">
${
  link.kind === 'set-up' &&
  html`<label for="name">${text('fullName')}</label><input id="name" name="name" autocomplete="name" required maxlength="200" value="${typed.name ?? ''}">
<label for="phone">${text('phone')}</label><input id="phone" type="tel" name="phone" autocomplete="tel" maxlength="40" value="${typed.phone ?? ''}">
<label for="email">${text('email')}</label><input id="email" type="email" name="email" autocomplete="email" maxlength="300" value="${typed.email ?? ''}">`
}
${newPasswordFields(language)}
<button class="primary">${text('save')}</button>
</form></section>`;
}

export function newPasswordFields(language: PageLanguage): Html {
  const text = tell(language);
  return html`<label for="new">${text('newPassword')}</label><p class="hint" id="rule">${text('passwordHint')}</p>
<input id="new" type="password" name="password" autocomplete="new-password" aria-describedby="rule" required maxlength="1000">
<label for="again">${text('repeat')}</label>
<input id="again" type="password" name="again" autocomplete="new-password" required maxlength="1000">`;
}

export const problemPage = (language: PageLanguage, message: string): Html =>
  html`<section class="state"><h1>${tell(language)('problem')}</h1><p>${message}</p></section>`;

export const unknownLinkPage = (language: PageLanguage, message: string): Html =>
  html`<section class="state"><h1>${tell(language)('unknownHeading')}</h1><p>${message}</p></section>`;
