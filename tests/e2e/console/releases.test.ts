/** A version of the devices' program: taken in, brought to clusters, watched as it goes, held and led by another. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RolloutRepository } from '@loa-lang/controller/adapters/repositories/rollout-repository';
import type { RolloutDevice } from '@loa-lang/controller/domain/rollouts/rollout';
import { sealDocument } from '@loa-lang/schemas/sealing/seal';
import { subjects } from '@loa-lang/schemas/wire/topics';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../../support/chromium.ts';
import { axeFaults } from '../../support/console/axe.ts';
import { openBrowser, openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import type { SeatRole } from '../../support/console/seats.ts';
import { openStage, type Stage } from '../../support/console/stage.ts';
import { oddRelease } from '../../support/launched-agent.ts';
import { openTestKeys } from '../../support/test-keys.ts';

const MADE = oddRelease('1.2.0', '// nothing');

let stage: Stage;
let browser: Browser;
let folder: string;
let signed: Uint8Array;
beforeAll(async () => {
  if (!hasChromium()) return;
  folder = await mkdtemp(join(tmpdir(), 'loa-versions-'));
  const keys = await openTestKeys(folder);
  signed = await sealDocument('release', subjects.release(), keys.deploymentId, MADE.release, keys.signer('release'));
  [stage, browser] = await Promise.all([openStage({ app: { keys } }), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const opened = async (path: string, who: SeatRole, device: 'desktop' | 'phone' = 'desktop') => {
  const context = await openContext(browser, { url: stage.url, cookie: stage.cookies[who] }, { device });
  return { context, ...(await openPage(context, path)) };
};

async function hold(page: Page, button: Locator): Promise<void> {
  await button.hover();
  await page.mouse.down();
  await page.waitForTimeout(2200);
  await page.mouse.up();
}

/** What a device has become, told as it is told by what carries rollouts on. */
async function becomes(rolloutId: string, deviceId: string, fate: Partial<RolloutDevice>) {
  const rollouts = new RolloutRepository(stage.app.database);
  const device = (await rollouts.devices([rolloutId])).find((each) => each.deviceId === deviceId);
  if (device === undefined) throw new Error(`${deviceId} is not of this rollout`);
  await rollouts.saveDevice({ ...device, ...fate });
  stage.app.feed.emit({ type: 'rollout', rolloutId, state: 'running' });
}

describe.skipIf(!hasChromium())('Phiên bản phần mềm', () => {
  it('tells what runs, what failed and why, and ends a rollout for good when it is held', async () => {
    const { context, page, settled } = await opened('/cum-loa', 'technician');
    await page.getByRole('link', { name: 'Phiên bản', exact: true }).click();
    await page.getByText('3 trong 18 cụm loa chạy phiên bản mới nhất, 1.1.0.').waitFor();
    // whoever looks after one commune takes nothing in for all
    expect(await page.getByRole('button', { name: 'Nhận phiên bản mới' }).count()).toBe(0);
    await page.getByRole('link', { name: /^Phiên bản 1\.1\.0/ }).click();
    const rows = page.getByRole('list', { name: 'Các cụm loa' }).getByRole('listitem');
    await rows.first().getByText('Đã quay lại bản cũ').waitFor();
    expect(await rows.first().textContent()).toContain('ended with code 1, 3 times');
    await page.getByRole('button', { name: '2 không thành' }).click();
    await settled();
    expect(await rows.count()).toBe(2);
    expect(await axeFaults(page)).toEqual([]);
    const stop = page.getByRole('button', { name: /Dừng hẳn/ });
    await stop.click();
    expect(await page.getByText('Đã dừng hẳn: ').count()).toBe(0);
    await hold(page, stop);
    await page.getByText('Đã dừng hẳn: 3 trong 18 cụm loa chạy bản mới.').waitFor();
    await context.close();
  }, 120_000);

  it('is taken in, goes to one cluster first, is held and led by another', async () => {
    const { context, page } = await opened('/cum-loa/phien-ban', 'province-administrator');
    await page.getByRole('button', { name: 'Nhận phiên bản mới' }).click();
    const [artefact, document] = [page.getByLabel('Tệp phiên bản (.tgz)'), page.getByLabel('Tệp chữ ký (.jws)')];
    const choose = async (field: Locator, name: string, buffer: Uint8Array) => {
      const chooser = page.waitForEvent('filechooser');
      await field.click();
      await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(buffer) });
    };
    await choose(artefact, 'agent-1.2.0.tgz', MADE.artefact);
    await choose(document, 'release.jws', Buffer.from('no signature at all'));
    await page.getByRole('button', { name: 'Nhận', exact: true }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await choose(document, 'release.jws', signed);
    await page.getByRole('button', { name: 'Nhận', exact: true }).click();
    await page.getByText('Đã nhận phiên bản 1.2.0.').waitFor();

    await page.getByRole('button', { name: 'Cập nhật cụm loa', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Chọn cụm đi trước').waitFor();
    await dialog.getByLabel('Ở đâu').selectOption({ label: 'Xã Ngọc Thiện' });
    const first = dialog.getByRole('combobox', { name: 'Cụm đi trước' });
    await first.click();
    // without diacritics
    await first.fill('02 cong dinh');
    await page.getByRole('option', { name: '02 · Cụm 02 cổng đình' }).click();
    await dialog.getByText('Cụm 02 · Cụm 02 cổng đình nhận phiên bản 1.2.0 trước và được theo dõi 30 phút.').waitFor();
    await dialog.getByText('Nếu chạy tốt, 17 cụm còn lại theo sau').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cập nhật cụm loa' }).click();
    await page.getByRole('heading', { level: 1, name: 'Cập nhật lên 1.2.0' }).waitFor();
    const rolloutId = page.url().split('/').at(-1) ?? '';

    // live: nothing is pressed
    await becomes(rolloutId, 'may-02', { state: 'healthy', healthyAt: Date.now() });
    await page.getByText('Đang cập nhật: 1 trong 18 cụm loa chạy bản mới.').waitFor();
    await page.getByRole('button', { name: 'Tạm dừng' }).click();
    await page.getByText('Tạm dừng: 1 trong 18').waitFor();
    // its own: what was told before has a way back as well
    const told = page
      .getByRole('status')
      .locator('div')
      .filter({ hasText: 'Đã tạm dừng. Cụm đã được báo vẫn cập nhật nốt.' });
    await told.getByRole('button', { name: 'Hoàn tác' }).click();
    await page.getByText('Đang cập nhật: 1 trong 18').waitFor();
    await page.getByRole('button', { name: 'Tạm dừng' }).click();
    await page.getByText('Tạm dừng: 1 trong 18').waitFor();

    // the one that led has gone back meanwhile: another one leads
    await becomes(rolloutId, 'may-02', { state: 'rolled-back', detail: 'rolled back: no heartbeat' });
    await page.getByLabel('Cụm khác đi trước').selectOption({ label: 'Đi trước: 03 · Cụm 03 trạm bơm' });
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByText('Đang cập nhật: 0 trong 18').waitFor();
    await page.getByRole('definition').filter({ hasText: '03 · Cụm 03 trạm bơm' }).waitFor();
    await context.close();
  }, 180_000);
});
