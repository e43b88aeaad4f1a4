/** The language server as the system sees it, for tests inside the extension host whose child it is. Needs Linux's `/proc`. */

import { readdirSync, readFileSync } from 'node:fs';

/** The id of its process; undefined while none runs. */
export function serverProcess(): number | undefined {
  return readdirSync('/proc').map(Number).find(isServer);
}

function isServer(pid: number): boolean {
  if (!Number.isSafeInteger(pid)) return false;
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    // One that was killed stays in the list until its parent has heard of it.
    if (Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]) !== process.pid || /^State:\s*Z/m.test(status)) return false;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dist/server.js');
  } catch {
    // It has ended meanwhile.
    return false;
  }
}
