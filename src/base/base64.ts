/**
 * Bytes on their way as JSON: in base64 (RFC 4648), which is a third longer. By tables of codes, as megabytes of weights go
 * this way: characters that are added to a text one by one take forty times as long.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const codes = Uint8Array.from(alphabet, (digit) => digit.charCodeAt(0));
const padding = '='.charCodeAt(0);

/** By the code of a character; those that are no digits have a bit that no digit has. */
const noDigit = 64;
const values = new Uint8Array(128).fill(noDigit);
codes.forEach((code, value) => {
  values[code] = value;
});

export function toBase64(bytes: Uint8Array): string {
  const { length } = bytes;
  const text = new Uint8Array(4 * Math.ceil(length / 3));
  for (let i = 0, at = 0; i < length; i += 3, at += 4) {
    // Behind the end there is nothing, which counts as 0.
    const group = ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number);
    text[at] = codes[group >> 18] as number;
    text[at + 1] = codes[(group >> 12) & 63] as number;
    text[at + 2] = codes[(group >> 6) & 63] as number;
    text[at + 3] = codes[group & 63] as number;
  }
  const missing = (3 - (length % 3)) % 3;
  text.fill(padding, text.length - missing);
  return new TextDecoder('utf-8').decode(text);
}

/** Undefined for a text that is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const missing = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const end = text.length - missing;
  const bytes = new Uint8Array((text.length / 4) * 3 - missing);
  const valueAt = (place: number): number => (place < end ? (values[text.charCodeAt(place)] ?? noDigit) : 0);
  for (let i = 0, at = 0; i < text.length; i += 4, at += 3) {
    const [a, b, c, d] = [valueAt(i), valueAt(i + 1), valueAt(i + 2), valueAt(i + 3)];
    if (((a | b | c | d) & noDigit) !== 0) return undefined;
    const group = (a << 18) | (b << 12) | (c << 6) | d;
    // Writing past the end has no effect.
    bytes[at] = group >> 16;
    bytes[at + 1] = (group >> 8) & 255;
    bytes[at + 2] = group & 255;
  }
  return bytes;
}
