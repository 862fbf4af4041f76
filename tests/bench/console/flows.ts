/** What people come for, done by a hand that counts. */
import { generateKeyPairSync } from 'node:crypto';
import { keyFingerprint, labelText } from '@loa-lang/schemas/sealing/device-code';
import type { Browser } from 'playwright-core';
import { openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import { SEAT_IDS } from '../../support/console/seats.ts';
import type { Stage } from '../../support/console/stage.ts';
import { signedIn } from '../../support/people.ts';
import { Hand } from './hand.ts';

/** A moment longer than what is asked for. */
const HOLD_MS = 2300;
const PHONE = { device: 'phone' } as const;

/** From the start page on a phone that is signed in until it is on its way. */
export async function sendEmergency(browser: Browser, stage: Stage): Promise<Hand> {
  const context = await openContext(browser, { url: stage.url, cookie: stage.cookies.approver }, PHONE);
  try {
    const hand = new Hand();
    const { page, settled } = await openPage(context, '/');
    await hand.tap(page.locator('header a[href="/khan-cap"]').first());
    await settled();
    await hand.tap(page.locator('label:has(input[name="what"])').first());
    await hand.hold(page.getByRole('button', { name: /Giữ 2 giây/ }).first(), HOLD_MS);
    await page.waitForURL(/\/khan-cap\/.+/);
    return hand;
  } finally {
    await context.close();
  }
}

/** From the link in a message until it is approved. */
export async function approveByLink(browser: Browser, stage: Stage): Promise<Hand> {
  const path = `/approvals/${stage.life?.approvalId}/link`;
  const body = { approverId: SEAT_IDS.approver };
  const made = await stage.app.call('POST', path, body, signedIn(SEAT_IDS.officer));
  if (made.status >= 300) throw new Error(`no link: ${made.status} ${JSON.stringify(made.body)}`);
  const context = await openContext(browser, { url: stage.url }, PHONE);
  try {
    const hand = new Hand();
    const { page } = await openPage(context, made.body.url);
    await hand.tap(page.locator('form:has(input[name="decision"][value="approve"]) button').first());
    await page.waitForLoadState('load');
    const told = await stage.app.call('GET', path.replace('/link', ''), undefined, signedIn(SEAT_IDS.officer));
    if (told.body.state !== 'approved') throw new Error(`it is ${told.body.state}`);
    return hand;
  } finally {
    await context.close();
  }
}

/** From the list of clusters until another device is bound; the label is scanned, which is put in at once. */
export async function replaceDevice(browser: Browser, stage: Stage): Promise<Hand> {
  const [cluster] = stage.places?.clusters ?? [];
  const { x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const code = 'ABCDE12345';
  const at = new Date();
  await stage.app.database.enrolment.create({
    data: {
      ...{ id: 'may-moi', code, publicKey: x, installationId: 'board-1', agentVersion: '1.0.0', address: '10.0.0.9' },
      ...{ firstAskedAt: at, lastAskedAt: at },
    },
  });
  const context = await openContext(browser, { url: stage.url, cookie: stage.cookies.technician }, PHONE);
  try {
    const hand = new Hand();
    const { page, settled } = await openPage(context, '/cum-loa');
    await hand.tap(page.locator(`a[href="/cum-loa/${cluster?.id}"]`).first());
    await settled();
    await hand.tap(page.getByRole('button', { name: 'Thay thiết bị' }).first());
    const dialog = page.getByRole('dialog');
    await hand.tap(dialog.getByRole('button', { name: 'Quét' }).first());
    // what the camera would read: the one of this browser sees no label
    await dialog
      .getByRole('textbox')
      .first()
      .fill(labelText(code, keyFingerprint(x)));
    await hand.tap(dialog.getByRole('button', { name: 'Thay thiết bị' }).last());
    await dialog.waitFor({ state: 'hidden' });
    return hand;
  } finally {
    await context.close();
  }
}

/** Of a loaded machine: the sound is made first, and takes what it takes. */
const MADE_WITHIN_MS = 600_000;
const TEXT =
  'Ủy ban nhân dân xã thông báo: sáng thứ Bảy, từ 8 giờ, trạm y tế xã tiêm phòng cho trẻ em dưới 5 tuổi. ' +
  'Đề nghị các gia đình đưa trẻ đến đúng giờ, mang theo sổ tiêm chủng.';

/** From the page of writing, with a text in the clipboard, until it waits for its approver. */
export async function submitPasted(browser: Browser, stage: Stage): Promise<{ hand: Hand; seconds: number }> {
  const context = await openContext(browser, { url: stage.url, cookie: stage.cookies.officer });
  try {
    const hand = new Hand();
    const { page } = await openPage(context, '/');
    const began = performance.now();
    await hand.tap(page.locator('nav a[href="/soan-tin"]').first());
    await hand.tap(page.getByText('Gõ hoặc dán', { exact: true }));
    await hand.paste(page.getByLabel('Nội dung'), TEXT);
    await page.getByText(/hộ · .*cụm loa\./).waitFor();
    await hand.tap(page.getByRole('button', { name: 'Gửi duyệt' }));
    await page.getByRole('heading', { name: 'Đã gửi duyệt' }).waitFor({ timeout: MADE_WITHIN_MS });
    return { hand, seconds: (performance.now() - began) / 1000 };
  } finally {
    await context.close();
  }
}
