/** Files of which some have other texts than on disk, or are not there at all. */

import type { FileId } from '../base/span';
import type { FileSystem } from './file-system';

export function withTexts(files: FileSystem, texts: ReadonlyMap<FileId, string>): FileSystem {
  const encoder = new TextEncoder();
  return {
    readText: async (id) => texts.get(id) ?? files.readText(id),
    readBytes: async (id, most) => {
      const text = texts.get(id);
      return text === undefined ? files.readBytes(id, most) : encoder.encode(text);
    },
    canonical: async (id) => (await files.canonical(id)) ?? (texts.has(id) ? id : undefined),
    list: (folder, extent, ending) => files.list(folder, extent, ending),
  };
}
