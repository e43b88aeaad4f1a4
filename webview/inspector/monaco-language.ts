/** The language of designs in Monaco: brackets, colours and theme, registered once however many editors there are. */

import * as monaco from 'monaco-editor/editor/editor.api.js';
import { keywords } from '../../src/syntax/tree';

export const language = 'cnn';
/** Of markers and of the theme. */
export const owner = 'incept';

let isRegistered = false;

export function registerLanguage(background: 'editor-background' | 'input-background'): void {
  if (isRegistered) return;
  isRegistered = true;
  monaco.languages.register({ id: language });
  monaco.languages.setLanguageConfiguration(language, {
    comments: { lineComment: '//', blockComment: ['/*', '*/'] },
    brackets: [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
    ],
    autoClosingPairs: [
      { open: '(', close: ')' },
      { open: '[', close: ']' },
      { open: '{', close: '}' },
      { open: '"', close: '"', notIn: ['string', 'comment'] },
    ],
  });
  monaco.languages.setMonarchTokensProvider(language, {
    keywords: [...keywords],
    tokenizer: {
      root: [
        [/\/\/.*$/, 'comment'],
        [/\/\*/, 'comment', '@comment'],
        [/"[^"]*"?/, 'string'],
        // A size such as 28x28x192 is one number.
        [/\d[\d_]*(\.\d+)?([eE][+-]?\d+)?(x\d+)*[%KMG]?/, 'number'],
        [/[A-Za-z_]\w*(?=\s*\()/, { cases: { '@keywords': 'keyword', '@default': 'type' } }],
        [/[A-Za-z_]\w*/, { cases: { '@keywords': 'keyword', '@default': 'identifier' } }],
        [/->|[-+*/=<>!]+/, 'operator'],
      ],
      comment: [
        [/\*\//, 'comment', '@pop'],
        [/./, 'comment'],
      ],
    },
  });
  followTheme(background);
}

/** Names by what they mean, which a language server tells, in the colours of VS Code's own themes. */
const nameColours: Readonly<Record<monaco.editor.BuiltinTheme, monaco.editor.ITokenThemeRule[]>> = {
  vs: colours({ class: '267f99', function: '795e26', method: '795e26', parameter: '001080', property: '001080' }),
  'vs-dark': colours({
    comment: '7ca668',
    class: '4ec9b0',
    function: 'dcdcaa',
    method: 'dcdcaa',
    parameter: '9cdcfe',
    property: '9cdcfe',
  }),
  'hc-light': colours({
    class: '185e73',
    function: '5e2cbc',
    method: '5e2cbc',
    parameter: '001080',
    property: '001080',
  }),
  'hc-black': colours({
    class: '4ec9b0',
    function: 'dcdcaa',
    method: 'dcdcaa',
    parameter: '9cdcfe',
    property: '9cdcfe',
  }),
};

function colours(of: Readonly<Record<string, string>>): monaco.editor.ITokenThemeRule[] {
  return Object.entries(of).map(([token, foreground]) => ({ token, foreground }));
}

/** The theme of the page, whose colours VS Code gives as variables; it may change at any time. */
function followTheme(background: string): void {
  const set = (): void => {
    const { classList } = document.body;
    const base = classList.contains('vscode-high-contrast-light')
      ? 'hc-light'
      : classList.contains('vscode-high-contrast')
        ? 'hc-black'
        : classList.contains('vscode-light')
          ? 'vs'
          : 'vs-dark';
    const style = getComputedStyle(document.body);
    const colour = (name: string) => hex(style.getPropertyValue(`--vscode-${name}`));
    const colours = {
      'editor.background': colour(background) ?? colour('editor-background'),
      'editor.foreground': colour('editor-foreground'),
      // Its own greys stand out too little to be read.
      'editorInlayHint.foreground': colour('foreground'),
      'editorInlayHint.typeForeground': colour('foreground'),
      'editorCodeLens.foreground': colour('foreground'),
      'editorLineNumber.foreground': colour('foreground'),
    };
    monaco.editor.defineTheme(owner, {
      base,
      inherit: true,
      rules: nameColours[base],
      colors: Object.fromEntries(
        Object.entries(colours).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
    });
    monaco.editor.setTheme(owner);
  };
  set();
  new MutationObserver(set).observe(document.body, { attributes: true, attributeFilter: ['class'] });
}

/** Of a colour as CSS has it; undefined for what is none that can be read. */
function hex(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^#[0-9a-f]{6}([0-9a-f]{2})?$/i.test(trimmed)) return trimmed;
  const parts = /^rgba?\((\d+),\s*(\d+),\s*(\d+)/.exec(trimmed)?.slice(1);
  return parts === undefined
    ? undefined
    : `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
}
