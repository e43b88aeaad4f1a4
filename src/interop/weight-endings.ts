/** The endings of the files of tensors that weight-readers.ts reads, for those who offer such files and read none. */

/** With the dot. */
export const weightEndings = {
  safetensors: ['.safetensors'],
  pytorch: ['.pth', '.pt', '.pth.tar', '.ckpt', '.bin'],
} as const;
