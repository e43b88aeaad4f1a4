/** What a language server that is a browser's worker is given by who starts it, as `globalThis.inceptSetup`. */
export interface WebSetup {
  /** Address of the bundle of runtime/web-worker.ts. */
  readonly runWorker: string;
  /** The pages of words/message-pages.ts by their paths; none where there is nowhere to open them. */
  readonly documentation: Readonly<Record<string, { readonly address: string; readonly text: string }>>;
}
