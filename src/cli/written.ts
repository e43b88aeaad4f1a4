/** Where what a format's writer gives goes: a file, a folder, or standard output. */

import { join } from 'node:path';
import type { Refusal } from '../base/diagnostic';
import type { Written } from '../interop/written';
import type { Session } from './session';

/** Gives how many bytes it wrote. */
export function emitWritten(
  written: Exclude<Written, { refusal: Refusal }>,
  output: string | undefined,
  session: Session,
): number {
  if ('bytes' in written) {
    session.emitBytes(written.bytes, output);
    return written.bytes.length;
  }
  if ('document' in written) {
    session.emitJson(written.document, output);
    return Buffer.byteLength(JSON.stringify(written.document, null, 2));
  }
  if ('text' in written) {
    session.emit(written.text, output);
    return Buffer.byteLength(written.text);
  }
  session.writeFiles(written.files.map(({ name, bytes }) => ({ path: join(output ?? '.', name), content: bytes })));
  return written.files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
