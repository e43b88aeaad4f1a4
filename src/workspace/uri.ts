/**
 * Files are known by their URIs in one spelling, so that two spellings of one place are one file: drive letters in
 * lower case, percent encoding as `vscode-uri` writes it. The only place that turns paths of a platform into ids and
 * back; the platform is given, since a browser has none and a test wants both.
 */

import { URI, Utils } from 'vscode-uri';
import type { FileId } from '../base/span';

export type Platform = 'posix' | 'win32';

/** The one spelling of a URI. Throws for what is no URI at all. */
export function idOf(uri: string): FileId {
  return URI.parse(uri).toString();
}

/** As `idOf`, for a folder: without a slash at its end. */
export function folderId(uri: string): FileId {
  return withoutSlash(idOf(uri));
}

function withoutSlash(id: FileId): FileId {
  return id.replace(/\/+$/, '');
}

/** The id of an absolute path. */
export function idOfPath(path: string, platform: Platform): FileId {
  if (platform === 'posix') return URI.from({ scheme: 'file', path }).toString();
  // `\\?\C:\x` and `\\?\UNC\server\x` are long spellings of the same places.
  const plain = path.replace(/^\\\\\?\\(UNC\\)?/i, (_, unc?: string) => (unc === undefined ? '' : '\\\\'));
  const slashed = plain.replaceAll('\\', '/');
  const unc = /^\/\/([^/]+)(.*)$/.exec(slashed);
  if (unc !== null) return URI.from({ scheme: 'file', authority: unc[1] ?? '', path: unc[2] || '/' }).toString();
  return URI.from({ scheme: 'file', path: slashed.startsWith('/') ? slashed : `/${slashed}` }).toString();
}

/** The path of a file on this machine; undefined for other schemes and for what no path can be. */
export function pathOfId(id: FileId, platform: Platform): string | undefined {
  const { scheme, authority, path } = URI.parse(id);
  if (scheme !== 'file' || path.includes('\0')) return undefined;
  if (platform === 'posix') return authority === '' ? path || '/' : undefined;
  const drive = /^\/([A-Za-z]):(?=\/|$)/.exec(path);
  const rest = drive === null ? path : path.slice(drive[0].length);
  // A backslash would be one more separator, a colon a stream of a file: neither was meant by who wrote the URI.
  if (/[\\:*?"<>|]/.test(rest)) return undefined;
  const tail = rest.replaceAll('/', '\\');
  if (authority !== '') return `\\\\${authority}${tail}`;
  return drive === null ? undefined : `${(drive[1] ?? '').toLowerCase()}:${tail || '\\'}`;
}

/** The folder of a file; undefined for a text without a place, as an unsaved one. */
export function folderOf(id: FileId): FileId | undefined {
  const uri = URI.parse(id);
  return uri.path.startsWith('/') ? withoutSlash(Utils.dirname(uri).toString()) : undefined;
}

/** The file that a relative path means when it is read from a folder. */
export function idFrom(folder: FileId, path: string): FileId {
  return Utils.resolvePath(URI.parse(folder), path).toString();
}

/** Whether a file or folder is below a folder. */
export function isBelow(folder: FileId, id: FileId): boolean {
  return id.startsWith(`${folder}/`);
}

/** The last part of a file's path, for people. */
export function nameOf(id: FileId): string {
  return Utils.basename(URI.parse(id));
}

/** `./blocks.cnn`, `../blocks/stem.cnn`; undefined where no relative path leads from the one file to the other. */
export function relativePath(from: FileId, to: FileId): string | undefined {
  const source = URI.parse(from);
  const target = URI.parse(to);
  if (source.scheme !== target.scheme || source.authority !== target.authority) return undefined;
  if (!source.path.startsWith('/')) return undefined;
  const folder = source.path.split('/').slice(0, -1);
  const parts = target.path.split('/');
  let common = 0;
  while (common < folder.length && common < parts.length - 1 && folder[common] === parts[common]) common++;
  const up = folder.length - common;
  return `${up === 0 ? './' : '../'.repeat(up)}${parts.slice(common).join('/')}`;
}
