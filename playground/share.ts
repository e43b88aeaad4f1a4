/** The design as something to send: a link, Markdown, files. */

import { zipSync } from 'fflate';
import { formatExact } from '../src/base/number-format';
import { addressOfDesign, type LinkedDesign, writeDesignLink } from '../src/session/design-link';
import type { PlaygroundWords } from '../src/words/playground';
import { element, setText } from '../webview/app/element';
import { modal } from './dialogs';
import { download } from './files';
import { hashOf } from './routes';

/** What every program that is handed a link takes whole. Characters. */
const longLink = 8000;

/** Shows what there is to send. */
export function shareDesign(design: LinkedDesign, words: PlaygroundWords): void {
  const say = words.playground;
  const written = writeDesignLink(design);
  const link = 'link' in written ? `${location.href.replace(/#.*$/, '')}${hashOf(written.link)}` : undefined;
  const told = element('p', { class: 'share-told', role: 'status' });
  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setText(told, say('share.copied'));
    } catch {
      setText(told, say('share.not-copied'));
    }
  };
  const field = element('input', {
    class: 'share-link',
    aria: { label: say('share.link') },
    attributes: { readonly: '', type: 'text' },
    on: { focus: () => field.select() },
  });
  field.value = link ?? '';
  const { length: files } = design.files;
  const size = say('share.size', { count: formatExact(link?.length ?? 0), files });
  const tells = [size, say('share.private'), ...((link?.length ?? 0) > longLink ? [say('share.long')] : [])];
  const dialog = modal(
    words,
    say('share.title'),
    ...(link === undefined || 'problem' in written
      ? [element('p', {}, words.designLink('large'))]
      : [
          field,
          ...tells.map((text) => element('p', { class: 'muted' }, text)),
          element(
            'div',
            { class: 'buttons' },
            element('button', { class: 'main-button', on: { click: () => void copy(link) } }, say('share.copy-link')),
            element(
              'button',
              { class: 'plain-button', on: { click: () => void copy(asMarkdown(design, link, words)) } },
              say('share.copy-markdown'),
            ),
          ),
          told,
          element(
            'a',
            { class: 'share-row', attributes: { href: addressOfDesign(written.link) } },
            say('share.open'),
            element('span', { class: 'muted' }, say('share.open.needs')),
          ),
        ]),
    element(
      'button',
      { class: 'share-row', on: { click: () => saveFiles(design) } },
      say('share.save'),
      element('span', { class: 'muted' }, say('share.save.files', { count: files })),
    ),
  );
  dialog.classList.add('share');
  dialog.showModal();
}

/** Each file as a block of code under its name, and the link. */
export function asMarkdown({ files }: LinkedDesign, link: string, words: PlaygroundWords): string {
  const blocks = files.map(({ name, text }) => {
    const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
    const fence = '`'.repeat(longest + 1);
    return `**${name.replaceAll(/([\\*_`])/g, '\\$1')}**\n\n${fence}cnn\n${text.trimEnd()}\n${fence}\n`;
  });
  return `${blocks.join('\n')}\n[${words.playground('share.markdown.open')}](${link})\n`;
}

function saveFiles({ files }: LinkedDesign): void {
  const [only] = files;
  if (only !== undefined && files.length === 1) {
    download(only.name.split('/').at(-1) ?? only.name, only.text);
    return;
  }
  const encoder = new TextEncoder();
  download('design.zip', zipSync(Object.fromEntries(files.map(({ name, text }) => [name, encoder.encode(text)]))));
}
