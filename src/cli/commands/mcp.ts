/** `incept mcp`: the commands that read designs as tools of the Model Context Protocol, on standard input and output. */

import type { Command } from 'commander';
import type { Session } from '../session';
import { callTool, type RunCommand } from '../tool-call';
import { describedTools, toolNames } from '../tools';

const example = `network Small(width = 1) {
  input image: 32x32x3
  conv(32 * width, 3x3, norm = batchnorm)
  maxpool(2x2, stride = 2)
  globalavgpool()
  dense(10)
  softmax()
}`;

export function define(command: Command, session: Session, run: RunCommand): void {
  command.action(() => {
    const { host, words } = session;
    const say = words.tools;
    return host.serveTools({
      title: say('title'),
      version: host.version,
      instructions: say('instructions', { example }),
      tools: describedTools(words),
      call: async (wanted, given, signal) => {
        const name = toolNames.find((one) => one === wanted);
        return name === undefined ? undefined : callTool(name, given, session, run, signal);
      },
      unknownTool: (name) => say('unknown-tool', { name }),
      longMessage: (limit) => say('long-message', { limit }),
      log: (text) => session.note(text),
    });
  });
}
