/**
 * The client's side of a connection to the language server, as an editor has it. Keeps what the server sends unasked, so
 * that tests can wait for it. How the server is reached is left to those who extend it.
 */

import type {
  Diagnostic,
  InitializeResult,
  MessageConnection,
  ServerCapabilities,
} from 'vscode-languageserver-protocol/node';

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

export interface StartOptions {
  readonly workspaceFolders?: readonly string[];
  readonly initializationOptions?: unknown;
  /** Of the client's window. */
  readonly locale?: string;
  /** Beside snippets. */
  readonly capabilities?: Readonly<Record<string, object>>;
}

export class LspClient {
  readonly published: Published[] = [];
  private readonly listeners = new Set<() => void>();
  /** What the server has logged, which is mistakes of its own. */
  readonly log: string[] = [];
  /** How often it has asked to be asked for diagnostics again. */
  refreshes = 0;
  /** What it can do, from its answer to `initialize`. */
  serverCapabilities: ServerCapabilities = {};

  /** @param deadlineMs Generous, as machines that test are busy; only a server that hangs ever reaches it. */
  protected constructor(
    readonly connection: MessageConnection,
    private readonly deadlineMs = 100_000,
  ) {
    connection.onNotification('textDocument/publishDiagnostics', (params: Published) => {
      this.published.push(params);
      for (const listener of this.listeners) listener();
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => void this.log.push(message));
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('workspace/inlayHint/refresh', () => null);
    connection.onRequest('workspace/codeLens/refresh', () => null);
    connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      for (const listener of this.listeners) listener();
      return null;
    });
    connection.listen();
  }

  /** @param processId Of the process whose end ends the server. */
  protected async initialize(processId: number | null, options: StartOptions): Promise<void> {
    const { textDocument = {}, ...others } = options.capabilities ?? {};
    const { capabilities } = await this.connection.sendRequest<InitializeResult>('initialize', {
      processId,
      rootUri: null,
      ...(options.locale === undefined ? {} : { locale: options.locale }),
      workspaceFolders: (options.workspaceFolders ?? []).map((uri) => ({ uri, name: uri })),
      capabilities: {
        textDocument: { completion: { completionItem: { snippetSupport: true } }, ...textDocument },
        ...others,
      },
      initializationOptions: options.initializationOptions ?? { commands: true },
    });
    this.serverCapabilities = capabilities;
    await this.connection.sendNotification('initialized', {});
  }

  open(uri: string, text: string, version = 1): Promise<void> {
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'cnn', version, text },
    });
  }

  change(uri: string, version: number, contentChanges: unknown): Promise<void> {
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  request<R>(method: string, params: unknown): Promise<R> {
    return this.connection.sendRequest(method, params);
  }

  /** Diagnostics of a file from this version on, waiting for them if need be. */
  async diagnostics(uri: string, version: number): Promise<readonly Diagnostic[]> {
    return (await this.next((published) => published.uri === uri && (published.version ?? 0) >= version)).diagnostics;
  }

  /** The last published diagnostics that fit, waiting for them if need be. */
  async next(fits: (published: Published) => boolean): Promise<Published> {
    await this.until(() => this.published.some(fits));
    return this.published.findLast(fits) as Published;
  }

  /** Waits until what the server has sent makes a condition true. */
  until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.listeners.delete(look);
        const said = this.log.slice(-3).join('\n');
        reject(new Error(`nothing of what is waited for after ${this.deadlineMs} ms; the server said: ${said}`));
      }, this.deadlineMs);
      const look = () => {
        if (!isTrue()) return;
        clearTimeout(timer);
        this.listeners.delete(look);
        resolve();
      };
      this.listeners.add(look);
      look();
    });
  }

  /** Still answers, which is what matters after anything hostile. */
  async isAlive(): Promise<boolean> {
    const uri = 'file:///alive.cnn';
    await this.open(uri, 'network Alive { input: 4x4x3 conv(2, 1x1) }');
    const found = await this.request<{ contents: { value: string } } | null>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 0, character: 33 },
    });
    return found?.contents.value.includes('4*4*2 * 1*1*3 = 96') === true;
  }
}
