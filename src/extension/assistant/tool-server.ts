/** `incept mcp` for who takes tools from servers in the editor. By a setting: the editor's own models have them already. */

import * as vscode from 'vscode';
import type { SayExtension } from '../../words/extension';
import { serverApi } from './model-api';

const id = 'incept.tools';

/** How it is started. */
export interface ToolServer {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export function registerToolServer(
  { command, args, env }: ToolServer,
  version: string,
  say: SayExtension,
): readonly vscode.Disposable[] {
  const api = serverApi();
  if (api === undefined) return [];
  const changed = new vscode.EventEmitter<void>();
  return [
    changed,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('incept.assistant.toolServer')) changed.fire();
    }),
    api.lm.registerMcpServerDefinitionProvider(id, {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: () => {
        if (!vscode.workspace.getConfiguration('incept.assistant').get('toolServer', false)) return [];
        const { McpStdioServerDefinition: Definition } = api;
        const server = new Definition(say('tool.server'), command, args, env, version);
        const [folder] = vscode.workspace.workspaceFolders ?? [];
        if (folder?.uri.scheme === 'file') server.cwd = folder.uri;
        return [server];
      },
    }),
  ];
}
