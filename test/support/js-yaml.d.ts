/** As much of the reader as tests use; it comes without types. */

declare module 'js-yaml' {
  /** Throws for what is no YAML. */
  export function load(text: string): unknown;
}
