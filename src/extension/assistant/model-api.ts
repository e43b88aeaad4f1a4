/**
 * What newer editors have than the oldest that is supported: tools for language models (1.95) and servers of tools (1.101). All
 * of it may be missing; what is used of it is declared here by its documentation.
 */

import * as vscode from 'vscode';

export interface ToolResult {
  readonly content: readonly unknown[];
}

export interface ToolInvocation {
  readonly input: unknown;
  readonly toolInvocationToken: unknown;
}

interface Tool {
  prepareInvocation(options: { readonly input: unknown }): { readonly invocationMessage: string };
  invoke(options: ToolInvocation, token: vscode.CancellationToken): Promise<ToolResult>;
}

export interface ToolInformation {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object | undefined;
}

export interface ToolCallPart {
  readonly callId: string;
  readonly name: string;
  readonly input: object;
}

interface TextPart {
  readonly value: string;
}

type New<A extends unknown[], T> = new (...parts: A) => T;

interface ServerDefinition {
  cwd?: vscode.Uri;
}

/** A model that a request came with. */
export interface Model {
  sendRequest(
    messages: readonly vscode.LanguageModelChatMessage[],
    options: { readonly tools: readonly ToolInformation[] },
    token: vscode.CancellationToken,
  ): Thenable<{ readonly stream: AsyncIterable<unknown> }>;
}

/** Of a request in a chat. */
export interface ModelRequest {
  readonly model?: Model;
  readonly toolInvocationToken?: unknown;
}

interface ToolApi {
  readonly lm: {
    readonly tools: readonly ToolInformation[];
    registerTool(name: string, tool: Tool): vscode.Disposable;
    invokeTool(name: string, options: ToolInvocation, token: vscode.CancellationToken): Thenable<ToolResult>;
  };
  readonly LanguageModelToolResult: New<[readonly unknown[]], ToolResult>;
  readonly LanguageModelTextPart: New<[string], TextPart>;
  readonly LanguageModelToolCallPart: New<[string, string, object], ToolCallPart>;
  readonly LanguageModelToolResultPart: New<[string, readonly unknown[]], unknown>;
}

interface ServerApi {
  readonly lm: {
    registerMcpServerDefinitionProvider(
      id: string,
      provider: {
        readonly onDidChangeMcpServerDefinitions: vscode.Event<void>;
        provideMcpServerDefinitions(): readonly ServerDefinition[];
      },
    ): vscode.Disposable;
  };
  readonly McpStdioServerDefinition: New<
    [string, string, readonly string[], Readonly<Record<string, string>>, string],
    ServerDefinition
  >;
}

const editor: unknown = vscode;

/** Undefined before 1.95. */
export function toolApi(): ToolApi | undefined {
  return 'LanguageModelToolResult' in vscode && 'registerTool' in vscode.lm ? (editor as ToolApi) : undefined;
}

/** Undefined before 1.101. */
export function serverApi(): ServerApi | undefined {
  return 'registerMcpServerDefinitionProvider' in vscode.lm ? (editor as ServerApi) : undefined;
}

/** A message whose content is parts, which is what messages of editors with tools take too. */
export function messageOf(
  role: vscode.LanguageModelChatMessageRole,
  parts: readonly unknown[],
): vscode.LanguageModelChatMessage {
  return new vscode.LanguageModelChatMessage(role, parts as unknown as string);
}
