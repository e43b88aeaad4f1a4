/** The commands that read designs, for who asks in an editor: of the design that is looked at where none is named, as it is typed. */

import * as vscode from 'vscode';
import type { ToolCall, ToolForm, ToolReply } from '../../protocol/tool-messages';
import type { LastDesign } from '../last-design';

/** Answers one call, elsewhere. Rejects with a `KnownProblem` where nothing can be answered. */
export type RunTool = (call: ToolCall, signal: AbortSignal) => Promise<ToolReply>;

/** Names of the commands, which are those of the tools without what stands before them in an editor. */
export const toolPrefix = 'incept_';

/** Arguments with which a tool is told its design; it needs one of them. */
const designArguments = ['file', 'text', 'oldFile', 'oldText'];

export class DesignTools {
  constructor(
    private readonly run: RunTool,
    private readonly lastDesign: LastDesign,
  ) {}

  get design(): vscode.Uri | undefined {
    return this.lastDesign.current;
  }

  /** `given` is what the schema of the tool says, and is checked by it. */
  async call(
    tool: string,
    given: Readonly<Record<string, unknown>>,
    form: ToolForm,
    token: vscode.CancellationToken,
    design = this.design,
  ): Promise<ToolReply> {
    const named = designArguments.some((name) => (given[name] ?? null) !== null);
    const ending = new AbortController();
    const listening = token.onCancellationRequested(() => ending.abort());
    const call: ToolCall = {
      tool,
      given: named || design === undefined ? given : { ...given, ...argumentsOf(tool, design) },
      form,
      folder: folderOf(design),
      texts: vscode.workspace.textDocuments
        .filter(({ isDirty, languageId, uri }) => isDirty && languageId === 'cnn' && uri.scheme === 'file')
        .map((document) => ({ uri: document.uri.toString(), text: document.getText() })),
      locale: vscode.env.language,
      // What a repository's settings name is started by git.
      mayRunGit: vscode.workspace.isTrusted,
    };
    try {
      return await this.run(call, ending.signal);
    } finally {
      listening.dispose();
    }
  }
}

/** A design that is not on disk is given as its text; two are compared with the last commit. */
function argumentsOf(tool: string, design: vscode.Uri): Readonly<Record<string, unknown>> {
  if (design.scheme !== 'file') {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === design.toString());
    return document === undefined || tool === 'diff' ? {} : { text: document.getText() };
  }
  if (tool !== 'diff') return { file: design.fsPath };
  const isInFolder = vscode.workspace.getWorkspaceFolder(design) !== undefined;
  const path = isInFolder ? vscode.workspace.asRelativePath(design, false) : design.path.split('/').at(-1);
  return { oldFile: `HEAD:./${path}`, newFile: design.fsPath };
}

/** Where paths of a call begin: the folder of the workspace that the design is in, or the design's own. */
function folderOf(design: vscode.Uri | undefined): string {
  if (design?.scheme === 'file') {
    const around = vscode.workspace.getWorkspaceFolder(design)?.uri;
    return (around ?? vscode.Uri.joinPath(design, '..')).fsPath;
  }
  const [first] = vscode.workspace.workspaceFolders ?? [];
  return first?.uri.scheme === 'file' ? first.uri.fsPath : '/';
}
