/** Answers the server's questions for files (src/protocol/file-requests.ts). */

import { type DesignFiles, FileError } from '../workspace/file-system';
import { type FileRequest, fileRequests, type Unanswered } from './file-requests';

/** As much of a client as is used. */
interface Client {
  onRequest(method: string, answer: (params: unknown) => Promise<object>): unknown;
}

export function answerFiles(client: Client, files: DesignFiles): void {
  const on = <P, R extends object>(
    { method, isParams }: FileRequest<P, R>,
    answer: (params: P) => Promise<R>,
  ): void => {
    client.onRequest(method, async (params) => {
      if (!isParams(params)) return { problem: { kind: 'missing' } } satisfies Unanswered;
      try {
        return await answer(params);
      } catch (problem) {
        if (problem instanceof FileError) return { problem: problem.problem } satisfies Unanswered;
        throw problem;
      }
    });
  };
  on(fileRequests.text, async ({ uri }) => ({ text: (await files.readText(uri)) ?? null }));
  on(fileRequests.place, async ({ uri }) => ({ uri: (await files.canonical(uri)) ?? null }));
  on(fileRequests.list, async ({ uri, isAll, ending }) => ({
    uris: await files.list(uri, isAll ? 'all' : 'quick', ending),
  }));
}
