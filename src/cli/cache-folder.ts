/** Where programs of this system keep what they can find out again: XDG on Linux, and what takes its place elsewhere. */

import { posix, win32 } from 'node:path';

/** Undefined where nothing says where the user's files are. */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string | undefined,
): string | undefined {
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const path = platform === 'win32' ? win32 : posix;
  // The specification tells to ignore a path that is not absolute.
  const xdg = given('XDG_CACHE_HOME');
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'incept');
  if (platform === 'win32') {
    const local = given('LOCALAPPDATA') ?? (home === undefined ? undefined : path.join(home, 'AppData', 'Local'));
    return local === undefined ? undefined : path.join(local, 'incept', 'Cache');
  }
  if (home === undefined || home === '') return undefined;
  return platform === 'darwin' ? path.join(home, 'Library', 'Caches', 'incept') : path.join(home, '.cache', 'incept');
}
