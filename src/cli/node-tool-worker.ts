/** One call of a tool for an editor, in a thread of its own: it can be ended at any time, and whatever it takes is given back. */

import { parentPort, workerData } from 'node:worker_threads';
import type { ToolCall, ToolReply } from '../protocol/tool-messages';
import { cliWords } from '../words/cli';
import { withTexts } from '../workspace/text-overlay';
import { idOf } from '../workspace/uri';
import type { Host } from './host';
import { nodeHost } from './node-host';
import { runCli } from './run-cli';
import { Session } from './session';
import { callTool } from './tool-call';
import { toolNames } from './tools';

async function answer({ tool, given, form, folder, texts, locale, mayRunGit }: ToolCall): Promise<ToolReply> {
  const world = nodeHost(__dirname, folder);
  const host: Host = {
    ...world,
    files: withTexts(world.files, new Map(texts.map(({ uri, text }) => [idOf(uri), text]))),
    ...(mayRunGit ? {} : { git: async () => undefined }),
  };
  const words = await cliWords(locale);
  const name = toolNames.find((one) => one === tool);
  if (name === undefined) return { content: [words.tools('unknown-tool', { name: tool })], isError: true };
  const never = new AbortController().signal;
  const { content, isError } = await callTool(name, given, new Session(host, words), runCli, never, form);
  return { content: content.map(({ text }) => text), isError: isError ?? false };
}

void answer(workerData as ToolCall).then((reply) => parentPort?.postMessage(reply));
