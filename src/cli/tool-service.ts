/** What a server of tools needs to know of them, whatever the protocol. */

import type { ToolDescription } from './tools';

/** The protocol's result of a call. */
export interface ToolAnswer {
  readonly content: { readonly type: 'text'; readonly text: string }[];
  /** The command's document. */
  readonly structuredContent?: Readonly<Record<string, unknown>>;
  readonly isError?: true;
}

export interface ToolService {
  readonly title: string;
  readonly version: string;
  /** What a model should know before it calls a tool. */
  readonly instructions: string;
  readonly tools: readonly ToolDescription[];
  /** Undefined where there is no tool of that name. What is aborted is answered in any way. */
  call(name: string, given: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<ToolAnswer | undefined>;
  unknownTool(name: string): string;
  /** `limit` in MiB. */
  longMessage(limit: number): string;
  /** For who looks at standard error. */
  log(text: string): void;
}
