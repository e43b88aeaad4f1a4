/** What the handlers of requests work with: the connection, the files, the state of the session, a file that is asked about. */

import type { CancellationToken, Connection, Diagnostic as LspDiagnostic, ResponseError } from 'vscode-languageserver';
import type { Diagnostic } from '../base/diagnostic';
import type { LineIndex } from '../base/line-index';
import type { MachineProfile } from '../base/machine-profile';
import type { InstanceChoice } from '../ide/scene';
import type { Features } from '../protocol/server-messages';
import type { AskedViews } from '../session/asked-views';
import type { DesignSession, Look } from '../session/look';
import type { Refactoring } from '../session/refactor/offers';
import type { RunAsked } from '../session/run';
import type { EditorWords } from '../words/editor';
import type { Eventual } from '../workspace/eventual';
import type { ServerHost } from './host';

/** Switches and abilities, from the start of the session and changed by notifications. */
export interface SessionState {
  /** Requests are answered from `initialize` to `shutdown` only. */
  phase: 'new' | 'running' | 'ended';
  commands: boolean;
  features: Features;
  snippets: boolean;
  choices: readonly InstanceChoice[];
  /** The machine, once it was measured. */
  profile: MachineProfile | undefined;
  /** The last that a run was asked for with, by the client's number of them. */
  weights:
    | {
        readonly number: number;
        readonly bytes: Uint8Array;
        /** So many have not come yet. */
        left: number;
        /** What they are, once they were needed. */
        read: RunAsked['weights'];
      }
    | undefined;
  /** Of the client. */
  locale: string;
  /** In the language of the client. */
  words: EditorWords;
  /** Edits can carry why they are to be confirmed. */
  canAnnotate: boolean;
  /** The refactorings that were offered last, and the text that they are of. */
  offered: { readonly uri: string; readonly text: string; readonly refactorings: readonly Refactoring[] } | undefined;
  canRefreshInlayHints: boolean;
  canRefreshCodeLenses: boolean;
  canRefreshSemanticTokens: boolean;
  canWatchFiles: boolean;
  /** The client wants diagnostics sent, whatever it could ask for. */
  mustPush: boolean;
  /** The client asks for diagnostics: they are not sent unasked, and it is told when to ask again. */
  pullsDiagnostics: boolean;
  canRefreshDiagnostics: boolean;
}

/** What the handlers of requests work with. */
export interface ServerContext extends DesignSession {
  readonly connection: Connection;
  readonly host: ServerHost;
  readonly state: SessionState;
  readonly askedViews: AskedViews;
  log(what: string, error: unknown): void;
  /** Wraps a handler: requests out of time and cancelled ones are not computed, a thrown error is logged and answered with `empty`. */
  answer<P, R>(
    name: string,
    empty: R,
    handler: (params: P) => Eventual<R>,
  ): (params: P, token: CancellationToken) => Eventual<R | ResponseError<void>>;
  /** The analysed file of a request's `textDocument`; undefined for anything else. At once where all is loaded. */
  look(params: unknown): Eventual<ServerLook | undefined>;
  refresh(): void;
  toDiagnostic(diagnostic: Diagnostic): LspDiagnostic;
}

/** A file with what the features need of it, and what the protocol does. */
export interface ServerLook extends Look {
  readonly uri: string;
  readonly lines: LineIndex;
}
