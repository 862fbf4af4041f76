/** Pages of the own account. */
import { renderSVG } from 'uqr';
import type { Session } from '../../domain/identity/session.ts';
import { instantWords } from '../../domain/text/instant-words.ts';
import type { PasskeyRecord } from '../../ports/second-factor-store.ts';
import type { RememberedPhone } from '../../ports/session-store.ts';
import type { NewTotp } from '../../services/identity/second-factors.ts';
import { ACCOUNT_PAGES, LIVE_PAGE } from '../identity/addresses.ts';
import { pageUrl } from '../identity/coming-back.ts';
import { TIME_ZONE } from '../instants.ts';
import { type Html, html, Html as RawHtml } from '../pages/html.ts';
import { browserWords } from './browser-words.ts';
import { problemNote } from './frame.ts';
import { type Facts, newPasswordFields, passkeyBox } from './sign-in-page.ts';
import { tell } from './words.ts';

export interface AccountFacts extends Facts {
  now: number;
  name: string;
  note?: string | undefined;
  currentSession: Session;
  sessions: readonly Session[];
  phones: readonly RememberedPhone[];
  secondFactor: { needed: boolean; totp: boolean; passkeys: readonly PasskeyRecord[]; recoveryCodesLeft: number };
  canHavePasskeys: boolean;
  canSpeak: boolean;
}

export function accountPage(facts: AccountFacts): Html {
  const { language, name, note, problem, secondFactor, currentSession } = facts;
  const text = tell(language);
  const missing = secondFactor.needed && currentSession.secondFactor === undefined;
  return html`<h1>${text('account')}</h1><p class="lead">${text('signedInAs', { name })}</p>
${note !== undefined && html`<section role="status"><p>${note}</p></section>`}
${problemNote(problem)}
${
  missing &&
  html`<section class="notice"><h2>${text('needsHeading')}</h2><p>${text('needs')}</p><p><a class="button primary" href="${pageUrl(`${ACCOUNT_PAGES}/hai-buoc`, language)}">${text('setUpNow')}</a></p></section>`
}
${facts.canSpeak && html`<p><a class="button primary" href="${pageUrl(LIVE_PAGE, language)}">${text('speakLive')}</a></p>`}
${secondFactorSection(facts)}
${sessionSection(facts)}
${phoneSection(facts)}
<section><h2>${text('changePassword')}</h2><form method="post" action="${pageUrl(`${ACCOUNT_PAGES}/mat-khau`, language)}">
<label for="current">${text('currentPassword')}</label><input id="current" type="password" name="current" autocomplete="current-password" required maxlength="1000">
${newPasswordFields(language)}
<button>${text('save')}</button></form></section>
${act(facts, 'dang-xuat', 'signOut')}`;
}

type Language = Pick<Facts, 'language'>;

const act = ({ language }: Language, path: string, label: Parameters<ReturnType<typeof tell>>[0]): Html =>
  html`<form method="post" action="${pageUrl(`${ACCOUNT_PAGES}/${path}`, language)}"><button>${tell(language)(label)}</button></form>`;

function secondFactorSection(facts: AccountFacts): Html {
  const { language, now, secondFactor, canHavePasskeys } = facts;
  const text = tell(language);
  const { totp, passkeys, recoveryCodesLeft } = secondFactor;
  const app = pageUrl(`${ACCOUNT_PAGES}/hai-buoc`, language);
  return html`<section><h2>${text('secondFactor')}</h2><ul class="list">
<li><span>${text('app')}<small>${text(totp ? 'isOn' : 'isOff')}</small></span><a class="button" href="${app}">${text(totp ? 'replace' : 'turnOn')}</a>${totp && act(facts, 'hai-buoc/tat', 'turnOff')}</li>
${passkeys.map(
  (each) =>
    html`<li><span>${each.label}<small>${instantWords(each.createdAt, TIME_ZONE, now)[language]}</small></span>${act(facts, `khoa/${each.id}/xoa`, 'remove')}</li>`,
)}
<li><span>${text('recoveryCodes')}<small>${text('codesLeft', { count: String(recoveryCodesLeft) })}</small></span>${act(facts, 'ma-du-phong', 'newCodes')}</li>
</ul>${canHavePasskeys && passkeyBox(language, 'add')}</section>`;
}

function sessionSection(facts: AccountFacts): Html {
  const { language, now, sessions, currentSession } = facts;
  const text = tell(language);
  const words = ({ seenAt, sender }: Session) =>
    text('lastSeen', { when: instantWords(seenAt, TIME_ZONE, now)[language], sender });
  return html`<section><h2>${text('sessions')}</h2><ul class="list">${sessions.map(
    (each) =>
      html`<li><span>${browserWords(each.agent)}${each.id === currentSession.id && ` (${text('thisOne')})`}<small>${words(each)}</small></span>${
        each.id !== currentSession.id && act(facts, `phien/${each.id}/dong`, 'end')
      }</li>`,
  )}</ul>${sessions.length > 1 && act(facts, 'phien-khac/dong', 'endOthers')}</section>`;
}

function phoneSection(facts: AccountFacts): Html | false {
  const { language, now, phones } = facts;
  const text = tell(language);
  return (
    phones.length > 0 &&
    html`<section><h2>${text('phones')}</h2><ul class="list">${phones.map(
      (each) =>
        html`<li><span>${browserWords(each.agent)}<small>${text('until', { when: instantWords(each.expiresAt, TIME_ZONE, now)[language] })}</small></span>${act(facts, `may/${each.id}/quen`, 'forget')}</li>`,
    )}</ul></section>`
  );
}

export function appPage({ language, problem }: Facts, made: NewTotp, canHavePasskeys: boolean): Html {
  const text = tell(language);
  const spaced = made.secret.match(/.{1,4}/g)?.join(' ') ?? '';
  return html`<h1>${text('appHeading')}</h1>
${problemNote(problem)}
<section><p>${text('appScan')}</p><div class="qr">${new RawHtml(renderSVG(made.uri, { border: 2 }))}</div>
<p><a href="${made.uri}">${text('appHere')}</a></p><p>${text('appType')}</p><p class="key">${spaced}</p>
<form method="post" action="${pageUrl(`${ACCOUNT_PAGES}/hai-buoc`, language)}"><input type="hidden" name="sealed" value="${made.sealed}">
<label for="code">${text('appCode')}</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="20">
<button class="primary">${text('turnOn')}</button></form></section>
${canHavePasskeys && html`<p>${text('or')}</p>${passkeyBox(language, 'add')}`}
<p><a href="${pageUrl(ACCOUNT_PAGES, language)}">${text('back')}</a></p>`;
}

export function codesPage({ language }: Facts, codes: readonly string[]): Html {
  const text = tell(language);
  return html`<h1>${text('codesHeading')}</h1><p class="lead">${text('codesLead')}</p>
<section><pre>${codes.join('\n')}</pre><a class="button primary" href="${pageUrl(ACCOUNT_PAGES, language)}">${text('codesDone')}</a></section>`;
}

/** @param next where the form leads that asked for it: a page of the account */
export function proofPage({ language, problem }: Facts, next: string): Html {
  const text = tell(language);
  return html`<h1>${text('proofHeading')}</h1><p class="lead">${text('proofLead')}</p>
${problemNote(problem)}
<section><form method="post" action="${pageUrl(`${ACCOUNT_PAGES}/xac-nhan`, language)}"><input type="hidden" name="next" value="${next}">
<label for="password">${text('password')}</label><input id="password" type="password" name="password" autocomplete="current-password" required maxlength="1000">
<button class="primary">${text('goOn')}</button></form></section>
<p><a href="${pageUrl(ACCOUNT_PAGES, language)}">${text('back')}</a></p>`;
}
