/** Bytes on their way as JSON: in base64 (RFC 4648), which is a third longer. */

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values: ReadonlyMap<string, number> = new Map([...digits].map((digit, value) => [digit, value]));

/** Characters that are put together at a time. */
const chunk = 1 << 14;

export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  let part = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const left = bytes.length - i;
    part += digits.charAt(a >> 2) + digits.charAt(((a & 3) << 4) | (b >> 4));
    part += left > 1 ? digits.charAt(((b & 15) << 2) | (c >> 6)) : '=';
    part += left > 2 ? digits.charAt(c & 63) : '=';
    if (part.length >= chunk) {
      parts.push(part);
      part = '';
    }
  }
  return parts.join('') + part;
}

/** Undefined for a text that is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  if (text.length % 4 !== 0) return undefined;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    let group = 0;
    for (let j = 0; j < 4; j++) {
      const isPadding = i + j >= text.length - padding;
      const value = isPadding ? 0 : values.get(text.charAt(i + j));
      if (value === undefined) return undefined;
      group = (group << 6) | value;
    }
    bytes[at++] = group >> 16;
    // Writing past the end has no effect.
    bytes[at++] = (group >> 8) & 255;
    bytes[at++] = group & 255;
  }
  return bytes;
}
