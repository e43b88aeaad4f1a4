/**
 * Names that nothing uses: parameters, constants, results of layers, imports, and modules of a file that has networks. By
 * the text alone: a name counts as used wherever it is written in its declaration or file, in a side that is not taken too.
 */

import type { MessageKey } from '../base/codes';
import { type Diagnostic, diagnostic } from '../base/diagnostic';
import { findCallable } from '../ops/registry';
import type { Body, Declaration, Name, SourceFile, SyntaxNode } from '../syntax/tree';
import { walk } from '../syntax/tree-walk';

type UnusedKey = Extract<MessageKey, `unused.${string}`>;

/** What a node defines, and by which message it is told if nothing uses it. */
interface Definition {
  readonly name: Name;
  /** Undefined for what shows elsewhere: in paths, pictures and weights, or as an output. */
  readonly text?: UnusedKey | undefined;
}

/** None where text could not be read, which may be what uses a name. In order of position. */
export function unusedNames(file: SourceFile): Diagnostic[] {
  if (file.diagnostics.some(({ severity }) => severity === 'error')) return [];
  // A file without a network is there for others, who may import what it declares.
  const isLibrary = !file.declarations.some(({ kind }) => kind === 'network');
  const unused: (Definition & { readonly text: UnusedKey })[] = [];
  const topLevel: Definition[] = [];
  const used = new Set<string>();
  const check = (definitions: readonly Definition[], uses: ReadonlySet<string>) => {
    for (const { name, text } of definitions) {
      if (text !== undefined && !uses.has(name.text) && !name.text.startsWith('_')) unused.push({ name, text });
    }
  };
  for (const declaration of file.declarations) {
    const { own, inner, uses } = namesIn(declaration);
    if (declaration.kind === 'import' || !isLibrary) topLevel.push(...own);
    check(inner, uses);
    for (const name of uses) used.add(name);
  }
  check(topLevel, used);
  return unused
    .sort((a, b) => a.name.start - b.name.start)
    .map(({ name, text }) => {
      const span = { start: name.start, end: name.end };
      return diagnostic(text, { file: file.file, span }, { name: name.text });
    });
}

/** What a declaration defines in the file (`own`) and within itself, and all names that it uses. */
function namesIn(declaration: Declaration): {
  readonly own: readonly Definition[];
  readonly inner: readonly Definition[];
  readonly uses: ReadonlySet<string>;
} {
  const own: Definition[] = [];
  const inner: Definition[] = [];
  const uses = new Set<string>();
  const defined = new Set<Name>();
  walk(declaration, (node) => {
    for (const definition of definitionsOf(node)) {
      defined.add(definition.name);
      const isOwn = node === declaration || node.kind === 'specifier';
      // The names that a network gives are those of rows in its table and picture.
      if (declaration.kind === 'network' && definition.text === 'unused.result') continue;
      (isOwn ? own : inner).push(definition);
    }
    if (node.kind === 'body') for (const name of measuredIn(node)) uses.add(name);
    if (node.kind === 'identifier' && !defined.has(node)) uses.add(node.text);
  });
  return { own, inner, uses };
}

/** Results that an `expect` right after them speaks of by their names. */
function measuredIn({ statements }: Body): string[] {
  return statements.flatMap((statement, i) => {
    const label = 'label' in statement ? statement.label : undefined;
    return label !== undefined && statements[i + 1]?.kind === 'expect' ? [label.text] : [];
  });
}

function definitionsOf(node: SyntaxNode): Definition[] {
  const listed = (name: Name | undefined, text?: UnusedKey): Definition[] => (name ? [{ name, text }] : []);
  switch (node.kind) {
    case 'specifier':
      return node.alias
        ? [...listed(node.name), ...listed(node.alias, 'unused.import')]
        : listed(node.name, 'unused.import');
    case 'const':
      return listed(node.name, 'unused.constant');
    case 'pattern':
      // The names of a pattern are as many as the items of the list.
      return node.names.flatMap((name) => listed(name));
    case 'module':
      return listed(node.name, 'unused.module');
    case 'parameter':
      return listed(node.name, 'unused.parameter');
    case 'call':
      // What a module makes bears the name in its paths.
      return listed(node.label, findCallable(node.callee.text) && 'unused.result');
    case 'join-call':
    case 'if':
      return listed(node.label, 'unused.result');
    case 'join':
    case 'error':
      return listed(node.label);
    case 'repeat':
      return [...listed(node.label), ...listed(node.variable?.kind === 'identifier' ? node.variable : undefined)];
    case 'network':
    case 'input':
    case 'argument':
    case 'branch':
    case 'head':
      return listed(node.name);
    case 'output':
      // Alone, it may be the name of a result.
      return node.body || node.source ? listed(node.name) : [];
    default:
      return [];
  }
}
