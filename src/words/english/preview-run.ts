/** What the coordination of a preview's runs says where there is no answer of the runtime to show. */

export const previewRun = {
  'no-image': 'No image was chosen.',
  cancelled: 'The run was cancelled.',
} as const;
