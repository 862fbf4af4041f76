/**
 * Keeps the shell: the console opens without a network, and what was being written is there. Answers of the API are never
 * kept: what is shown is what the controller says now, or that it cannot be asked.
 */
const PAGES = 'PAGES';
const STARTED = 'STARTED';
const SHELL = '/';
const KEPT = 'loa-console';
/** As long as somebody waits for a page before the kept one is better than none. */
const PATIENCE_MS = 3000;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(KEPT)
      .then((kept) => kept.addAll([SHELL, ...STARTED]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOld().then(() => self.clients.claim()));
});

/** Chunks of versions before: a page that is open may still need those of the last. */
async function forgetOld() {
  const kept = await caches.open(KEPT);
  const all = await kept.keys();
  const MOST = 150;
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map((request) => kept.delete(request)));
}

const isPage = (url) => PAGES.includes(url.pathname.split('/')[1]);

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/console/')) event.respondWith(fromKept(request));
  else if (request.mode === 'navigate' && isPage(url)) event.respondWith(shell(event));
});

async function fromKept(request) {
  const kept = await caches.open(KEPT);
  const there = await kept.match(request);
  if (there !== undefined) return there;
  const answer = await fetch(request);
  if (answer.ok) await kept.put(request, answer.clone());
  return answer;
}

async function shell(event) {
  const kept = await caches.open(KEPT);
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok) await kept.put(SHELL, answer.clone());
    return answer;
  });
  event.waitUntil(fresh.catch(() => undefined));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const first = await Promise.race([fresh.catch(() => undefined), late]);
  return first ?? (await kept.match(SHELL)) ?? fresh;
}
