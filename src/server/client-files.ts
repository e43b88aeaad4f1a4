/** Files that the client reads: all of them in a worker of a browser, those without a disk elsewhere. */

import type { Connection } from 'vscode-languageserver';
import { type FileRequest, fileRequests, isUnanswered } from '../protocol/file-requests';
import { type DesignFiles, FileError } from '../workspace/file-system';
import { idOf } from '../workspace/uri';

export function clientFiles(connection: Connection): DesignFiles {
  /** Undefined where the client knows no such request or answers what is none. */
  const ask = async <P, R>({ method, isAnswer }: FileRequest<P, R>, params: P): Promise<R | undefined> => {
    const answer: unknown = await connection.sendRequest(method, params).catch(() => undefined);
    if (isUnanswered(answer)) throw new FileError(answer.problem);
    return isAnswer(answer) ? answer : undefined;
  };
  return {
    readText: async (uri) => (await ask(fileRequests.text, { uri }))?.text ?? undefined,
    canonical: async (uri) => {
      const found = (await ask(fileRequests.place, { uri }))?.uri ?? undefined;
      return found === undefined ? undefined : idOf(found);
    },
    list: async (uri, extent = 'quick', ending = '.cnn') =>
      ((await ask(fileRequests.list, { uri, isAll: extent === 'all', ending }))?.uris ?? []).map(idOf),
  };
}

/** Those of the disk, and of the client what is not on it. */
export function diskOr(disk: DesignFiles, client: DesignFiles): DesignFiles {
  const of = (id: string): DesignFiles => (id.startsWith('file:') ? disk : client);
  return {
    readText: (id) => of(id).readText(id),
    canonical: (id) => of(id).canonical(id),
    list: (folder, extent, ending) => of(folder).list(folder, extent, ending),
    readStart: async (id, length) => (await of(id).readStart?.(id, length)) ?? new Uint8Array(),
  };
}
