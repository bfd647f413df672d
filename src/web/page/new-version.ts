/**
 * Registers the service worker, which keeps the site for offline use, and offers a reload when a newer version of the
 * site lies ready. Nothing is replaced under a running lab: the new version waits until it is asked for.
 */
export function watchForNewVersion(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const base = document.body.dataset['base'] ?? '/';
  let isReloading = false;

  const offer = (waiting: ServiceWorker): void => {
    const show = (): void => {
      const notice = document.querySelector<HTMLElement>('#new-version');
      if (!notice) return;
      notice.hidden = false;
      notice.querySelector('button')?.addEventListener('click', () => {
        isReloading = true;
        waiting.postMessage('take-over');
      });
    };
    show();
    document.addEventListener('astro:page-load', show);
  };

  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (isReloading) location.reload();
  });
  const watch = async (): Promise<void> => {
    const registration = await navigator.serviceWorker.register(`${base}sw.js`, { scope: base });
    if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const installing = registration.installing;
      installing?.addEventListener('statechange', () => {
        // Without a controller this is the first visit: the worker is the present version, not a newer one.
        if (installing.state === 'installed' && navigator.serviceWorker.controller) offer(installing);
      });
    });
  };
  watch().catch((error: unknown) => console.warn('The site will not work offline:', error));
}
