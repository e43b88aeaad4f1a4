/**
 * Before a VS Code server that itself asks for no isolation: a server that passes everything on, and whose answers ask the browser to
 * isolate the page, as a host may have it. Workers of such a page may share memory.
 */

import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

const headers = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'cross-origin',
};

export interface IsolatingServer {
  readonly port: number;
  close(): Promise<void>;
}

/** @param target The port of the server behind it. */
export async function isolating(target: number): Promise<IsolatingServer> {
  const sockets = new Set<Socket>();
  const hold = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near, answer) => {
    const { method, url, headers: asked } = near;
    const far = request({ host: '127.0.0.1', port: target, method, path: url, headers: asked }, (found) => {
      answer.writeHead(found.statusCode ?? 502, { ...found.headers, ...headers });
      found.pipe(answer);
    });
    far.on('error', () => answer.destroy());
    near.pipe(far);
  });
  server.on('connection', hold);
  // The extension host's connection is a web socket.
  server.on('upgrade', (near: IncomingMessage, socket: Socket, head: Buffer) => {
    const far = connect(target, '127.0.0.1', () => {
      const lines = [`${near.method} ${near.url} HTTP/1.1`];
      for (let at = 0; at < near.rawHeaders.length; at += 2)
        lines.push(`${near.rawHeaders[at]}: ${near.rawHeaders[at + 1]}`);
      far.write(`${lines.join('\r\n')}\r\n\r\n`);
      far.write(head);
      far.pipe(socket);
      socket.pipe(far);
    });
    hold(far);
    far.on('close', () => socket.destroy());
    socket.on('close', () => far.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
