/** What can go wrong in a run for reasons outside of our code: a short code for programs, a message with a hint for people. */

export type RunErrorCode =
  | 'cancelled'
  /** The image cannot be decoded, or is too large. */
  | 'image'
  /** The input does not fit the network. */
  | 'input'
  | 'weights'
  /** More memory would be needed than there is or may be used. */
  | 'memory'
  /** The engine lacks what the chosen backend needs. */
  | 'features'
  /** The worker ended before it answered. */
  | 'crashed';

export const runErrorCodes: readonly RunErrorCode[] = [
  'cancelled',
  'image',
  'input',
  'weights',
  'memory',
  'features',
  'crashed',
];

export class RunError extends Error {
  override readonly name = 'RunError';

  constructor(
    readonly code: RunErrorCode,
    message: string,
  ) {
    super(message);
  }
}
