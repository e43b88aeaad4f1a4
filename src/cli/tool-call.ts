/** Runs a command for a client that calls it as a tool: what it prints is the answer, and the world can only be read. */

import { posix, win32 } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ToolForm } from '../protocol/tool-messages';
import type { CliWords } from '../words/cli';
import { FileError, type FileSystem } from '../workspace/file-system';
import { withTexts } from '../workspace/text-overlay';
import { idOfPath } from '../workspace/uri';
import { Failure } from './failure';
import type { Host } from './host';
import type { ExitCode, Session } from './session';
import { tell } from './tell';
import type { ToolAnswer } from './tool-service';
import { type ToolCommand, type ToolName, toolCommand } from './tools';

export type RunCommand = (argv: readonly string[], host: Host, words: CliWords) => Promise<ExitCode>;

/** In MiB of text. It is sent twice, as text and as a value, and clients end a connection over messages of more than 10 MiB. */
const longestAnswer = 4;

export async function callTool(
  name: ToolName,
  given: Readonly<Record<string, unknown>>,
  { host, words }: Session,
  run: RunCommand,
  signal: AbortSignal,
  form: ToolForm = 'json',
): Promise<ToolAnswer> {
  let result = '';
  let notes = '';
  const world = (command: Partial<ToolCommand>): Host => ({
    ...readOnly(host, command.texts ?? new Map()),
    stdout: (chunk) => {
      result += chunk;
    },
    stderr: (text) => {
      notes += text;
    },
    pause: async () => {
      await setImmediate();
      signal.throwIfAborted();
    },
  });
  const refuse = (failure: Failure): ToolAnswer => {
    tell(failure, world({}), words);
    return { content: [textOf(notes)], isError: true };
  };
  let code: ExitCode;
  try {
    const command = toolCommand(name, given, form);
    code = await run(command.argv, world(command), words);
  } catch (problem) {
    if (problem instanceof Failure) return refuse(problem);
    throw problem;
  }
  if (code === 2) return { content: [textOf(notes)], isError: true };
  if (result.length > longestAnswer * 2 ** 20) {
    return refuse(
      new Failure(
        ({ tools: say }) => say('long-answer', { limit: longestAnswer }),
        ({ tools: say }) => say('long-answer.hint'),
      ),
    );
  }
  const content = [result, notes].filter((text) => text !== '').map(textOf);
  return { content, ...(form === 'json' ? { structuredContent: JSON.parse(result) } : {}) };
}

function textOf(text: string): ToolAnswer['content'][number] {
  return { type: 'text', text: text.trimEnd() };
}

/** The same world with some texts in it, of which nothing else is changed and nothing waits: no pipe, no terminal. */
function readOnly(host: Host, texts: ReadonlyMap<string, string>): Host {
  const { resolve } = host.platform === 'win32' ? win32 : posix;
  const encoder = new TextEncoder();
  const regular: FileSystem = {
    readText: (id) => host.files.readText(id),
    readBytes: async (id) => {
      // As text, which only a regular file has: nobody stands at a pipe here.
      const text = await host.files.readText(id);
      if (text === undefined) throw new FileError({ kind: 'missing' });
      return encoder.encode(text);
    },
    canonical: (id) => host.files.canonical(id),
    list: (folder, extent, ending) => host.files.list(folder, extent, ending),
  };
  const given = [...texts].map(([path, text]) => [idOfPath(resolve(host.cwd, path), host.platform), text] as const);
  const { memoryLeft } = host;
  return {
    ...host,
    isTerminal: { stdout: false, stderr: false },
    files: withTexts(regular, new Map(given)),
    stage: () => {
      throw new FileError({ kind: 'denied' });
    },
    readStandardInput: async () => {
      const text = texts.get('-');
      if (text === undefined) throw new FileError({ kind: 'missing' });
      return encoder.encode(text);
    },
    // An answer is there as text, as a value and as a message.
    ...(memoryLeft === undefined ? {} : { memoryLeft: () => memoryLeft() / 3 }),
  };
}
