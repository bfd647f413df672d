// VERSION, BASE and FILES are put in front of this file when the site is built (service-worker.ts).
// A new version is fetched beside the old one and takes over only when the page asks for it, so that a lab that is
// running never loses the chunks it was built from.

self.addEventListener('install', (event) => {
  const keep = async () => {
    const cache = await caches.open(VERSION);
    // Files whose names hold a hash may come from the HTTP cache; the others must be fetched afresh.
    await cache.addAll(FILES.map(([path, revision]) => new Request(BASE + path, { cache: revision ? 'reload' : 'default' })));
  };
  event.waitUntil(keep());
});

self.addEventListener('activate', (event) => {
  const takeOver = async () => {
    for (const name of await caches.keys()) if (name.startsWith('drydock-') && name !== VERSION) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(takeOver());
});

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
});

/** From this version's cache; from the network when it is not in there; the "not found" page when there is no network. */
const answer = async (request) => {
  const cache = await caches.open(VERSION);
  // The preview server and some hosts send `Vary`, which would make a kept file unfindable.
  const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const notFound = request.mode === 'navigate' ? await cache.match(`${BASE}404.html`) : undefined;
    if (notFound) return notFound;
    throw error;
  }
};

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin || !url.pathname.startsWith(BASE)) return;
  event.respondWith(answer(event.request));
});
