/** What the server is given by who starts it (protocol/web-setup.ts): runs are computed in a worker beside it. */

import type { WebSetup } from '../../src/protocol/web-setup';

const scope = globalThis as unknown as { inceptSetup: WebSetup; readonly location: { readonly href: string } };

scope.inceptSetup = {
  runWorker: new URL('run-worker.js', scope.location.href).href,
  // A page has nowhere to open it.
  documentation: {},
};
