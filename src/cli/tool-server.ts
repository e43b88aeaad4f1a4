/**
 * The tools on a stream, as the Model Context Protocol has it. A bundle of its own, which only `incept mcp` loads: its library
 * is large.
 */

import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ErrorCode, ListToolsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js';
import type { ToolService } from './tool-service';

/** In MiB. Two designs of the largest size are far less, though JSON writes their line ends and quotes as two characters. */
const longestMessage = 64;
const longestLine = longestMessage * 2 ** 20;

/** Until `input` ends; what was asked before is still answered. */
export async function serveTools(service: ToolService, input: Readable, output: Writable): Promise<void> {
  const { title, version, instructions } = service;
  const server = new Server({ name: 'incept', title, version }, { capabilities: { tools: {} }, instructions });
  // What is no message has nobody to be answered to.
  server.onerror = (problem) => service.log(problem.message);
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...service.tools] }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const answer = await service.call(params.name, params.arguments ?? {}, signal);
    if (answer === undefined) throw new McpError(ErrorCode.InvalidParams, service.unknownTool(params.name));
    return { ...answer };
  });
  const refuseLong = (): void => {
    // Who sent it is not known any more: it is answered without an id.
    const error = { code: ErrorCode.InvalidRequest, message: service.longMessage(longestMessage) };
    void transport.send({ jsonrpc: '2.0', error });
  };
  const lines = Readable.from(wholeLines(input, refuseLong));
  const transport = new StdioServerTransport(lines, output, { maxBufferSize: longestLine });
  await server.connect(transport);
  await once(lines, 'end');
}

/** Lines of at most `longestLine` bytes with their ends. The transport would end at a longer one, and join the pieces of each anew. */
async function* wholeLines(input: Readable, onLong: () => void): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    for (let from = 0; from < chunk.length; ) {
      const end = chunk.indexOf(10, from) + 1;
      const piece = chunk.subarray(from, end === 0 ? chunk.length : end);
      from += piece.length;
      length += piece.length;
      if (length <= longestLine) pieces.push(piece);
      else pieces = [];
      if (end === 0) continue;
      if (length <= longestLine) yield Buffer.concat(pieces);
      else onLong();
      pieces = [];
      length = 0;
    }
  }
}
