/** What the server needs of the world around it. The Node entries give it files and runs; tests give their own. */

import type { DiagnosticCode } from '../base/codes';
import type { Machine } from '../session/run';
import type { DesignFiles } from '../workspace/file-system';

export interface ServerHost {
  readonly files: DesignFiles;
  /** Runs and measures, in a worker. */
  readonly runner: Machine['runner'];
  /** URI of the place in the documentation, in the language of that tag, that explains a code of diagnostics; undefined where it is not at hand. */
  documentation?(code: DiagnosticCode, language: string): string | undefined;
  /** Milliseconds, from any start. */
  now(): number;
  /** Calls back after the messages that already wait; the result takes that back. */
  soon(action: () => void): () => void;
  /** Bytes that values may still take. */
  memoryLeft(): number;
}
