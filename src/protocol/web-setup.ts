/** What a language server that is a browser's worker is given by who starts it, as `globalThis.inceptSetup`. */
export interface WebSetup {
  /** Address of the bundle of runtime/web-worker.ts. */
  readonly runWorker: string;
  /** `docs/diagnostics.md`. */
  readonly documentation: { readonly address: string; readonly text: string };
}
