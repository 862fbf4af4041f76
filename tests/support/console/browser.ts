/** Debian's Chromium under Playwright: one a test file, a context for each look. */
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { CHROMIUM_PATH, hasChromium } from '../chromium.ts';
import { type Look, VIEWPORTS } from './looks.ts';

/** Pages of the browser's own surface and renderers kept in store: processes for each context that nobody looks at. */
const NEEDLESS = [
  ...['SpareRendererForSitePerProcess', 'WebUIOmniboxPopup', 'WebUIOmniboxFullPopup', 'WebUIOmniboxAimPopup'],
  ...['WebUIToolbarWebView', 'WebUIReloadButton', 'OmniboxEverywhere'],
  // what Playwright switches off itself; of two such switches the last counts
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'MediaRouter'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'PaintHolding', 'ThirdPartyStoragePartitioning'],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled'],
  'PreconnectToSearch',
];
const FLAGS = [
  ...['--no-sandbox', '--disable-background-networking', '--disable-dev-shm-usage', '--mute-audio'],
  `--disable-features=${NEEDLESS.join()}`,
];
const MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/**
 * @param voice WAV that its microphone hears over and over; a beep each second when not set
 * @param view YUV4MPEG2 that its camera sees; a disc that turns when not set
 */
export function openBrowser(voice?: string, view?: string): Promise<Browser> {
  if (!hasChromium()) throw new Error('there is no Chromium');
  const heard = voice === undefined ? [] : [`--use-file-for-fake-audio-capture=${voice}`];
  const seen = view === undefined ? [] : [`--use-file-for-fake-video-capture=${view}`];
  return chromium.launch({ executablePath: CHROMIUM_PATH, args: [...FLAGS, ...MICROPHONE, ...heard, ...seen] });
}

export interface LookAt {
  url: string;
  /** `name=value` */
  cookie?: string;
}

const ZONE = 'Asia/Ho_Chi_Minh';
/** Where the console keeps the language somebody chose. */
const LANGUAGE_KEY = 'loa-language';

export async function openContext(browser: Browser, at: LookAt, look: Partial<Look> = {}): Promise<BrowserContext> {
  const { device = 'desktop', scheme = 'light', language = 'vi' } = look;
  const isPhone = device === 'phone';
  const context = await browser.newContext({
    ...{ baseURL: at.url, viewport: VIEWPORTS[device], colorScheme: scheme, timezoneId: ZONE },
    ...{
      locale: language === 'vi' ? 'vi-VN' : 'en-GB',
      permissions: ['microphone', 'camera'],
      reducedMotion: 'reduce',
    },
    ...(isPhone && { isMobile: true, hasTouch: true, deviceScaleFactor: 2 }),
  });
  await context.addInitScript(`try { localStorage.setItem('${LANGUAGE_KEY}', '${language}') } catch {}`);
  if (at.cookie !== undefined) await signIn(context, at.url, at.cookie);
  return context;
}

export async function signIn(context: BrowserContext, url: string, cookie: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }]);
}
