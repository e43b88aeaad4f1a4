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
  const define: Define = (node, name, text) => {
    defined.add(name);
    // The names that a network gives are those of rows in its table and picture.
    if (declaration.kind === 'network' && text === 'unused.result') return;
    const isOwn = node === declaration || node.kind === 'specifier';
    (isOwn ? own : inner).push({ name, text });
  };
  walk(declaration, (node) => {
    if (node.kind === 'identifier') {
      if (!defined.has(node)) uses.add(node.text);
      return;
    }
    defineNames(node, define);
    if (node.kind === 'body') useMeasured(node, uses);
  });
  return { own, inner, uses };
}

/** Results that an `expect` right after them speaks of by their names. */
function useMeasured({ statements }: Body, uses: Set<string>): void {
  for (const [i, statement] of statements.entries()) {
    if (statement.kind !== 'expect') continue;
    const before = statements[i - 1];
    if (before !== undefined && 'label' in before && before.label !== undefined) uses.add(before.label.text);
  }
}

/** Without a text: what shows elsewhere. */
type Define = (node: SyntaxNode, name: Name, text?: UnusedKey) => void;

/** Calls back for each name that a node defines: a file has many nodes, and most define none. */
function defineNames(node: SyntaxNode, define: Define): void {
  switch (node.kind) {
    case 'specifier':
      if (node.alias === undefined) define(node, node.name, 'unused.import');
      else {
        define(node, node.name);
        define(node, node.alias, 'unused.import');
      }
      return;
    case 'pattern':
      // The names of a pattern are as many as the items of the list.
      for (const name of node.names) define(node, name);
      return;
    case 'call':
      // What a module makes bears the name in its paths.
      if (node.label) define(node, node.label, findCallable(node.callee.text) && 'unused.result');
      return;
    case 'join-call':
    case 'if':
      if (node.label) define(node, node.label, 'unused.result');
      return;
    case 'join':
    case 'error':
      if (node.label) define(node, node.label);
      return;
    case 'repeat':
      if (node.label) define(node, node.label);
      if (node.variable?.kind === 'identifier') define(node, node.variable);
      return;
    case 'const':
      if (node.name) define(node, node.name, 'unused.constant');
      return;
    case 'module':
      if (node.name) define(node, node.name, 'unused.module');
      return;
    case 'parameter':
      define(node, node.name, 'unused.parameter');
      return;
    case 'network':
    case 'input':
    case 'argument':
    case 'branch':
    case 'head':
      if (node.name) define(node, node.name);
      return;
    case 'output':
      // Alone, it may be the name of a result.
      if (node.name && (node.body || node.source)) define(node, node.name);
  }
}
