/**
 * `@incept` in a chat. A command answers with what the command line prints, without a model; anything else is asked of the
 * model that the request came with, which has our tools.
 */

import * as vscode from 'vscode';
import type { ToolForm } from '../../protocol/tool-messages';
import { KnownProblem, problemText, toldText } from '../../session/problem-text';
import type { SayExtension } from '../../words/extension';
import { type DesignTools, toolPrefix } from './design-tools';
import { type ModelRequest, messageOf, type ToolCallPart, toolApi } from './model-api';

/** Turns in which a model may call tools for one question. */
const mostTurns = 12;
/** Characters of a design that a model is shown unasked. */
const mostText = 20_000;
/** Requests and answers before this one. */
const mostHistory = 8;

interface CommandAnswer {
  readonly form: ToolForm;
  /** What stands behind the command, as arguments of the tool. */
  arguments(prompt: string): Readonly<Record<string, unknown>>;
}

/** A request, and where its answer goes. */
interface Asked {
  readonly request: vscode.ChatRequest;
  readonly design: vscode.Uri | undefined;
  readonly stream: vscode.ChatResponseStream;
  readonly token: vscode.CancellationToken;
}

const none = () => ({});

const commands: Readonly<Record<string, CommandAnswer>> = {
  check: { form: 'text', arguments: none },
  cost: { form: 'markdown', arguments: none },
  explain: { form: 'text', arguments: (path) => (path === '' ? {} : { path }) },
  advise: { form: 'markdown', arguments: none },
  sweep: { form: 'text', arguments: (prompt) => ({ parameters: prompt.split(/\s+/).filter((word) => word !== '') }) },
  diff: { form: 'markdown', arguments: none },
};

export function registerParticipant(icon: vscode.Uri, handler: vscode.ChatRequestHandler): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant('incept.assistant', handler);
  participant.iconPath = icon;
  return participant;
}

export function chatHandler(
  tools: DesignTools,
  say: SayExtension,
  log: (text: string) => void,
): vscode.ChatRequestHandler {
  return async (request, { history }, stream, token) => {
    const design = designOf(request) ?? tools.design;
    const asked: Asked = { request, design, stream, token };
    try {
      if (design !== undefined) stream.reference(design);
      if (request.command === undefined) await converse(asked, history, say);
      else await answer(asked, request.command, tools, say);
    } catch (problem) {
      if (token.isCancellationRequested) return undefined;
      log(`@incept: ${problemText(problem)}`);
      // What a model's provider refuses it says in words for people.
      const isTold = problem instanceof vscode.LanguageModelError;
      return { errorDetails: { message: isTold ? problem.message : toldText(problem, say('mistake')) } };
    }
    return undefined;
  };
}

/** The design that the request was given with `#`. */
function designOf({ references }: vscode.ChatRequest): vscode.Uri | undefined {
  for (const { value } of references) {
    const uri = value instanceof vscode.Location ? value.uri : value;
    if (uri instanceof vscode.Uri && uri.path.endsWith('.cnn')) return uri;
  }
  return undefined;
}

async function answer(
  { request, design, stream, token }: Asked,
  command: string,
  tools: DesignTools,
  say: SayExtension,
): Promise<void> {
  const known = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (known === undefined || design === undefined) throw new KnownProblem(say('command.no-file'));
  stream.progress(say('tool.invoked', { command }));
  const { content, isError } = await tools.call(
    command,
    known.arguments(request.prompt.trim()),
    known.form,
    token,
    design,
  );
  const text = content.join('\n');
  if (isError) throw new KnownProblem(text);
  stream.markdown(known.form === 'markdown' ? text : fenced(text));
  stream.button({ command: 'incept.openPreview', title: say('chat.preview'), arguments: [{ uri: design.toString() }] });
}

/** As it stands, whatever it holds: the fence is longer than any in it. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

async function converse(
  { request, design, stream, token }: Asked,
  history: vscode.ChatContext['history'],
  say: SayExtension,
): Promise<void> {
  const { model, toolInvocationToken } = request as vscode.ChatRequest & ModelRequest;
  const api = toolApi();
  if (api === undefined || model === undefined) {
    stream.markdown(
      say('chat.no-model', {
        commands: Object.keys(commands)
          .map((name) => `/${name}`)
          .join(', '),
      }),
    );
    return;
  }
  const ours = api.lm.tools.filter(({ name }) => name.startsWith(toolPrefix));
  const { User } = vscode.LanguageModelChatMessage;
  const messages = [User(say('chat.instructions')), ...earlier(history)];
  const text = design === undefined ? undefined : await textOf(design);
  if (design !== undefined && text !== undefined) {
    messages.push(User(say('chat.design', { path: design.fsPath, text: fenced(text.slice(0, mostText)) })));
  }
  messages.push(User(request.prompt));
  const called = new Set<string>();
  for (let turn = 0; turn < mostTurns; turn++) {
    const { stream: parts } = await model.sendRequest(messages, { tools: ours }, token);
    const said: unknown[] = [];
    const calls: ToolCallPart[] = [];
    for await (const part of parts) {
      if (part instanceof api.LanguageModelTextPart) stream.markdown(part.value);
      if (part instanceof api.LanguageModelToolCallPart) calls.push(part);
      said.push(part);
    }
    if (calls.length === 0) break;
    const results = await Promise.all(
      calls.map(async ({ callId, name, input }) => {
        called.add(name.slice(toolPrefix.length));
        const { content } = await api.lm
          .invokeTool(name, { input, toolInvocationToken }, token)
          // The model reads what is wrong with its call and may mend it.
          .then(undefined, (problem: unknown) => ({
            content: [new api.LanguageModelTextPart(problem instanceof Error ? problem.message : String(problem))],
          }));
        return new api.LanguageModelToolResultPart(callId, content);
      }),
    );
    messages.push(
      messageOf(vscode.LanguageModelChatMessageRole.Assistant, said),
      messageOf(vscode.LanguageModelChatMessageRole.User, results),
    );
  }
  stream.markdown(
    `\n\n${called.size === 0 ? say('chat.unverified') : say('chat.verified', { commands: [...called].join(', ') })}`,
  );
}

function earlier(history: vscode.ChatContext['history']): vscode.LanguageModelChatMessage[] {
  return history.slice(-mostHistory).map((turn) => {
    if (turn instanceof vscode.ChatRequestTurn) return vscode.LanguageModelChatMessage.User(turn.prompt);
    const said = turn.response.flatMap((part) =>
      part instanceof vscode.ChatResponseMarkdownPart ? [part.value.value] : [],
    );
    return vscode.LanguageModelChatMessage.Assistant(said.join('\n'));
  });
}

async function textOf(design: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === design.toString());
  if (open !== undefined) return open.getText();
  // A file that cannot be read the tools will say.
  return vscode.workspace.openTextDocument(design).then(
    (document) => document.getText(),
    () => undefined,
  );
}
