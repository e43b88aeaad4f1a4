/**
 * A design as a short text that fits into the address of a page: its files and what is looked at, compressed (RFC 1951) and in the
 * letters that addresses take as they are (base64url, RFC 4648). Whoever reads one has it from a stranger: it is unpacked to a
 * bounded size, and what is not a whole design is refused.
 */

import { deflateSync, Inflate } from 'fflate';
import { fromBase64, toBase64 } from '../base/base64';
import { concatenate } from '../base/bytes';
import { type Guard, isCount, isText, listOf, optional, shaped } from '../base/guard';
import type { designLink } from '../words/english/design-link';

export interface DesignFile {
  /** Relative, with `/`: `main.cnn`, `blocks/stem.cnn`. */
  readonly name: string;
  readonly text: string;
}

export interface LinkedDesign {
  /** One at least, each under a name of its own. */
  readonly files: readonly DesignFile[];
  /** The file that is shown, as a place in `files`. */
  readonly shown: number;
  /** The network that is shown; the last of the file without one. */
  readonly network?: string | undefined;
  /** Path of the selected layer or block. */
  readonly node?: string | undefined;
}

/** Why there is no design in a text: the key of its sentence. */
export type DesignLinkProblem = keyof typeof designLink;

/** What is before the first point; another form gets another number. */
const version = '1';

/** Unpacked. Far above what people write, and nothing that fills the memory of who opens a link. */
const mostBytes = 2 ** 22;
export const mostDesignFiles = 100;
const longestName = 200;

/** What some system or other gives a meaning, or drops. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const notInNames = /[\\:*?"<>|\x00-\x1f\x7f]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

const isShaped: Guard<LinkedDesign> = shaped<LinkedDesign>({
  files: listOf(shaped<DesignFile>({ name: isDesignName, text: isText }), mostDesignFiles),
  shown: isCount,
  network: optional(isText),
  node: optional(isText),
});

/** Whether a file of a design may be called so: on every system, and never outside of the folder that it is put in. */
export function isDesignName(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > longestName || !value.endsWith('.cnn')) return false;
  return value.split('/').every((part) => /^[^.]/.test(part) && !notInNames.test(part));
}

/** Files of one name on a system that does not tell capitals are one file. */
export const isLinkedDesign: Guard<LinkedDesign> = (value): value is LinkedDesign =>
  isShaped(value) &&
  value.shown < value.files.length &&
  new Set(value.files.map(({ name }) => name.toLowerCase())).size === value.files.length;

/** Deterministic: the same design, the same text. `large` where nobody could open it. */
export function writeDesignLink(design: LinkedDesign): { readonly link: string } | { readonly problem: 'large' } {
  const bytes = new TextEncoder().encode(JSON.stringify(design));
  if (bytes.length > mostBytes || !isLinkedDesign(design)) return { problem: 'large' };
  const digits = toBase64(deflateSync(bytes, { level: 9 }))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  return { link: `${version}.${digits}` };
}

/** Opens the design of such a text in VS Code, where the extension is installed. */
export function addressOfDesign(link: string): string {
  return `vscode://incept.incept/open?d=${link}`;
}

export function readDesignLink(
  text: string,
): { readonly design: LinkedDesign } | { readonly problem: DesignLinkProblem } {
  const [, form, digits = ''] = /^(\d+)\.([\w-]+)$/.exec(text.trim()) ?? [];
  if (form === undefined) return { problem: 'damaged' };
  if (form !== version) return { problem: 'newer' };
  if (digits.length > 2 * mostBytes) return { problem: 'large' };
  const padding = '='.repeat((4 - (digits.length % 4)) % 4);
  const packed = fromBase64(digits.replaceAll('-', '+').replaceAll('_', '/') + padding);
  const unpacked = packed === undefined ? 'damaged' : unpack(packed);
  if (typeof unpacked === 'string') return { problem: unpacked };
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(unpacked));
    return isLinkedDesign(value) ? { design: value } : { problem: 'damaged' };
  } catch {
    return { problem: 'damaged' };
  }
}

/** Packed bytes that are unpacked at a time: at most a thousand times as many come of them. */
const step = 1024;

function unpack(packed: Uint8Array): Uint8Array | 'damaged' | 'large' {
  const parts: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  const inflate = new Inflate((part, isLast) => {
    parts.push(part);
    size += part.length;
    isWhole ||= isLast;
  });
  try {
    for (let at = 0; at < packed.length; at += step) {
      inflate.push(packed.subarray(at, at + step), at + step >= packed.length);
      if (size > mostBytes) return 'large';
    }
  } catch {
    return 'damaged';
  }
  return isWhole ? concatenate(parts) : 'damaged';
}
