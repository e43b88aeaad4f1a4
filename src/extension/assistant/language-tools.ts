/** The commands as tools of the editor's language models, where the editor has such. */

import type * as vscode from 'vscode';
import { isRecord } from '../../base/guard';
import { KnownProblem } from '../../session/problem-text';
import type { SayExtension } from '../../words/extension';
import { type DesignTools, toolPrefix } from './design-tools';
import { toolApi } from './model-api';

/** Those that the manifest names, which is where a model reads what they are. */
export function registerLanguageTools(
  manifest: unknown,
  tools: DesignTools,
  say: SayExtension,
): readonly vscode.Disposable[] {
  const api = toolApi();
  if (api === undefined) return [];
  return toolNames(manifest).map((name) =>
    api.lm.registerTool(name, {
      prepareInvocation: () => ({
        invocationMessage: say('tool.invoked', { command: name.slice(toolPrefix.length) }),
      }),
      invoke: async ({ input }, token) => {
        const command = name.slice(toolPrefix.length);
        const { content, isError } = await tools.call(command, isRecord(input) ? input : {}, 'json', token);
        if (isError) throw new KnownProblem(content.join('\n'));
        return new api.LanguageModelToolResult(content.map((text) => new api.LanguageModelTextPart(text)));
      },
    }),
  );
}

export function toolNames(manifest: unknown): readonly string[] {
  const contributes = isRecord(manifest) && isRecord(manifest.contributes) ? manifest.contributes : {};
  const named: readonly unknown[] = Array.isArray(contributes.languageModelTools) ? contributes.languageModelTools : [];
  return named.flatMap((tool) => (isRecord(tool) && typeof tool.name === 'string' ? [tool.name] : []));
}
