/** What the page of the playground says around the editor and the preview, which have tables of their own. */

import type { Texts } from '../text';
import { mistake } from './mistake';
import { pageThemes } from './page-themes';
import { previewTabs } from './preview-tabs';

export const playground = {
  mistake,
  /** Of the language itself. */
  'own-name': 'English',
  title: 'Incept Playground',
  /** Beside the name of the program. */
  name: 'Playground',

  // The row at the top.
  'new': 'New from preset',
  'drop-hint': 'or drop an ONNX, Keras or Caffe model',
  more: 'More',
  share: 'Share',
  course: 'Course',
  licences: 'Licences',
  ...pageThemes,

  // Files.
  files: 'Files',
  'file.add': 'New file',
  'file.actions': 'Actions on {name}',
  'file.rename': 'Rename…',
  'file.remove': 'Delete',
  'file.open': 'Open or import a file…',
  'file.start-over': 'Start over',
  'file.name.refused': 'A name that ends in .cnn, without \\ : * ? " < > | and without a folder above',
  'file.name.taken': 'There is a file of this name.',
  'file.removed': '{name} was deleted.',
  'file.undo': 'Undo',
  'file.many': 'A design in this page has at most {most} files.',
  replaced: 'The design from before was put aside.',
  'replaced.back': 'Go back to it',
  ok: 'OK',
  close: 'Close',
  dismiss: 'Dismiss',

  // Editor and preview.
  editor: 'Text of {name}; Esc, then Tab leaves it',
  'editor.loading': 'The editor is being loaded…',
  'editor.plain': 'The full editor could not be loaded; this is a lighter one.',
  preview: 'Preview',
  splitter: 'Size of the editor',
  keys: 'Keys',
  'key.indent': 'Indent',
  'key.undo': 'Undo',
  'key.redo': 'Redo',
  'key.complete': 'Suggestions',

  // The row at the bottom.
  // Where there is little room: its tabs, and the number that a thumb moves.
  tabs: 'Views of the design',
  ...previewTabs,
  'tab.graph': 'Design',
  'value.less': 'One step less',
  'value.more': 'One step more',

  'problems.none': 'No problems',
  problems: { by: 'count', one: '{count} problem', other: '{count} problems' },
  /** `amount` is written. */
  'status.multiplies': '{amount} multiplies',
  saved: 'Saved in this browser',
  'saved.not': 'Not saved: this browser keeps nothing for this page',
  offline: 'Works offline',
  renewed: 'A new version of this page is here.',
  'renewed.take': 'Reload',
  'server.stopped': 'The language server stopped and was started again.',
  'server.stays-down': 'The language server stopped. Reload the page to start it again; the design is kept.',

  // Sharing.
  'share.title': 'Share this design',
  'share.link': 'Link',
  /** `count` is written with commas. */
  'share.size': {
    by: 'files',
    one: '{count} characters hold the file and what is selected.',
    other: '{count} characters hold all {files} files and what is selected.',
  },
  'share.private': 'Nothing is sent to a server: the design is the link.',
  'share.long': 'Some programs cut links as long as this one: send the files in its place.',
  'share.copy-link': 'Copy link',
  'share.copy-markdown': 'Copy as Markdown',
  'share.copied': 'Copied',
  'share.not-copied': 'This browser does not let the page copy.',
  'share.open': 'Open in VS Code',
  'share.open.needs': 'with Incept installed',
  'share.save': 'Save files',
  'share.save.files': { by: 'count', one: '1 file', other: '{count} files, .zip' },
  /** Of a link in Markdown. */
  'share.markdown.open': 'Open in the Incept playground',

  // Choosing.
  'pick.filter': 'Search',
  'pick.none': 'Nothing matches.',
  'pick.design': 'Compare with',
  'no-git': 'A page has no git.',

  // Models of other frameworks.
  'model.reading': 'Importing {name}…',
  'model.cancel': 'Cancel',
  'model.missing': {
    by: 'count',
    one: '{count} node could not be expressed and was left out; the comment at the top of {name} says why.',
    other: '{count} nodes could not be expressed and were left out; the comments at the top of {name} say why.',
  },
  'model.size.title': 'Input size of {name}: height x width x channels, which the file leaves open',
  'model.size.refused': 'Three whole numbers, such as 224x224x3',
  'model.refused': '{name} was not imported: {problem}.',
  'model.weights': '{name} holds weights and no network: choose it in the Run tab of its design.',
  'model.large': '{name} is larger than {limit} MiB.',
  'drop.here': 'Drop images, models or designs here',
} as const satisfies Texts;
