/**
 * Keeps the page for the time without a network. All files of a build are taken together, under names that no other build has; another
 * build waits until the page asks for it or is closed everywhere, and only then are the files of this one deleted.
 */

/** Of the build; all files but those that are opened by address are in a folder of this name. */
declare const VERSION: string;
/** All of them, relative to this file; a folder stands for the page in it. */
declare const FILES: readonly string[];

/** As much of the worker's scope as is used. */
interface ServiceScope {
  readonly location: { readonly href: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LastingEvent) => void): void;
  addEventListener(type: 'message', listener: () => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchingEvent) => void): void;
}

interface LastingEvent {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchingEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = globalThis as unknown as ServiceScope;
const own = new URL('./', scope.location.href).href;
// Another playground on the same host has stores of its own.
const prefix = `incept-playground ${own} `;
const store = `${prefix}${VERSION}`;

scope.addEventListener('install', (event) => {
  const whole = keepAll().catch(async (problem: unknown) => {
    await caches.delete(store);
    throw problem;
  });
  event.waitUntil(whole);
});

/** The page asks for this build. */
scope.addEventListener('message', () => void scope.skipWaiting());

scope.addEventListener('activate', (event) => {
  const clean = async (): Promise<void> => {
    const old = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== store);
    await Promise.all(old.map((name) => caches.delete(name)));
    await scope.clients.claim();
  };
  event.waitUntil(clean());
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && request.url.startsWith(own)) event.respondWith(answer(request));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(store);
  const keepOne = async (path: string): Promise<void> => {
    const isNamed = path.startsWith(`${VERSION}/`);
    const needsFiles = path === './';
    const response = await fetch(path, { cache: isNamed ? 'default' : 'no-cache' });
    const { ok, headers } = response;
    const content = await response.blob();
    // A host that is being written to has the page of one build and the files of another.
    if (!ok || (needsFiles && !(await content.text()).includes(VERSION))) throw new Error(path);
    // As a new answer: one that a host came to by way of another address is refused for a page.
    await cache.put(path, new Response(content, { headers }));
  };
  await Promise.all(FILES.map(keepOne));
}

async function answer(request: Request): Promise<Response> {
  const { origin, pathname } = new URL(request.url);
  const address = origin + pathname.replace(/\/index\.html$/, '/');
  return (await caches.match(address, { cacheName: store, ignoreVary: true })) ?? fetch(request);
}
