/** The string literals of a TypeScript text, by a scanner that knows comments, templates and regular expressions. */

export interface StringLiteral {
  /** From 1. */
  readonly line: number;
  /** As it is written, without quotes; in a template `{}` stands for each value. */
  readonly text: string;
  /** What is called with it: `invariant`, `this.ports.log`; empty where it is no argument. */
  readonly callee: string;
}

/** Behind these a slash begins a regular expression; elsewhere it divides. */
const beforePattern = /(?:^|[([{},;:=!&|?+\-*%<>~^]|\b(?:return|typeof|case|in|of))\s*$/;

export function stringLiterals(text: string): readonly StringLiteral[] {
  const found: StringLiteral[] = [];
  let at = 0;
  /** The code so far, its literals left out. */
  let code = '';

  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const [taken = ''] = pattern.exec(text) ?? [];
    at += taken.length;
    return taken;
  };
  const add = (start: number, written: string): void => {
    found.push({ line: text.slice(0, start).split('\n').length, text: written, callee: calleeAtEnd(code) });
    code += `''`;
  };
  const template = (): void => {
    const start = at;
    let written = '';
    at++;
    while (at < text.length && text[at] !== '`') {
      const piece = take(/\\[\s\S]|\$\{/y);
      if (piece !== '${') {
        written += piece === '' ? text[at++] : piece;
        continue;
      }
      written += '{}';
      const outside = code;
      code = '';
      scan();
      code = outside;
      at++;
    }
    at++;
    add(start, written);
  };
  /** Up to a closing brace that none opens. */
  const scan = (): void => {
    let depth = 0;
    for (; at < text.length; ) {
      const character = text[at] as string;
      if (character === '{') depth++;
      if (character === '}' && depth-- === 0) return;
      const start = at;
      if (take(/\/\/[^\n]*|\/\*[\s\S]*?\*\//y) !== '') continue;
      if (character === '`') template();
      else if (character === "'" || character === '"')
        add(start, take(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y).slice(1, -1));
      else if (character === '/' && beforePattern.test(code))
        code += take(/\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y);
      if (at === start) code += text[at++];
    }
  };
  scan();
  return found;
}

/** Of the innermost call that is open at the end. */
function calleeAtEnd(code: string): string {
  let depth = 0;
  for (let at = code.length - 1; at >= 0; at--) {
    const character = code[at] as string;
    if (')]}'.includes(character)) depth++;
    if ('([{'.includes(character) && depth-- === 0) {
      return character === '(' ? (/[\w.?]+$/.exec(code.slice(0, at))?.[0] ?? '') : '';
    }
  }
  return '';
}
