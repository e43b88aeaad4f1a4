/** The page without a network: its files are kept by a service worker, and another build of them is taken when a person says so. */

export interface OfflineEvents {
  /** All files are kept. */
  kept(): void;
  /** Another build is kept as well: `take` loads the page anew, with it. */
  renewed(take: () => void): void;
}

export async function keepOffline({ kept, renewed }: OfflineEvents): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  let isOfOther = serviceWorker.controller !== null;
  serviceWorker.addEventListener('controllerchange', () => {
    // Taken here or in another window: what this page has not loaded yet is gone.
    if (isOfOther) location.reload();
    isOfOther = true;
  });
  try {
    const registration = await serviceWorker.register(new URL('service-worker.js', location.href));
    const look = (): void => {
      const { active, waiting } = registration;
      if (active === null || waiting === null) return;
      renewed(() => {
        isOfOther = true;
        waiting.postMessage('take');
      });
    };
    look();
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'installed') look();
      });
    });
    await serviceWorker.ready;
    kept();
  } catch (problem) {
    // A browser that keeps nothing for this page, or a host without the file.
    console.info(problem);
  }
}
