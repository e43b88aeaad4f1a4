/**
 * Names that can be used at an offset, read from the tree, so that they are known while the text is broken: values
 * (constants, parameters, loop variables) and results of layers. The resolver decides what a name means; this only
 * offers them.
 */

import type { Analysis } from '../analysis/analysis';
import type { Body, ConstDeclaration, SourceFile, Statement, SyntaxNode } from '../syntax/tree';
import { nodesAt, valueNames } from '../syntax/tree-walk';

export interface ValueInScope {
  readonly name: string;
  readonly kind: 'constant' | 'parameter' | 'variable';
  /** Where the file gives the name. */
  readonly start: number;
  /** As written: `const k = 4`, `c = 64`; undefined where no text gives the value. */
  readonly detail: string | undefined;
  readonly documentation: string | undefined;
}

export interface ResultInScope {
  readonly name: string;
  /** Where the file gives the name; of an input without a name, where it stands. */
  readonly start: number;
  /** The statement that makes it, on one line. */
  readonly detail: string;
}

export interface NamesInScope {
  readonly values: readonly ValueInScope[];
  readonly results: readonly ResultInScope[];
}

export function namesInScope(analysis: Analysis, file: SourceFile, offset: number): NamesInScope {
  // Inner definitions come last and win.
  const values = new Map<string, ValueInScope>();
  const results = new Map<string, ResultInScope>();
  for (const value of fileConstants(analysis, file)) values.set(value.name, value);
  for (const node of nodesAt(file, offset)) addNames(node, file, offset, values, results);
  return { values: [...values.values()], results: [...results.values()] };
}

/** Constants that another file can import from this one, by their declarations. */
function ownConstants(file: SourceFile): readonly ConstDeclaration[] {
  return file.declarations.filter((declaration): declaration is ConstDeclaration => declaration.kind === 'const');
}

function fileConstants(analysis: Analysis, file: SourceFile): readonly ValueInScope[] {
  const found = ownConstants(file).flatMap((declaration) => constantValue(declaration, file));
  const names = analysis.names.get(file.file);
  for (const declaration of file.declarations) {
    if (declaration.kind !== 'import') continue;
    for (const specifier of declaration.specifiers) {
      const meaning = names?.get(specifier.name.start);
      if (meaning?.kind !== 'constant') continue;
      const home = meaning.declaration === undefined ? undefined : analysis.files.get(meaning.declaration.file);
      const place = meaning.declaration?.span.start;
      const original =
        home && ownConstants(home).find((other) => valueNames(other).some(({ start }) => start === place));
      const name = (specifier.alias ?? specifier.name).text;
      found.push({
        name,
        kind: 'constant',
        start: (specifier.alias ?? specifier.name).start,
        detail: original === undefined || home === undefined ? undefined : textLine(home, original),
        documentation: original?.documentation,
      });
    }
  }
  return found;
}

function constantValue(declaration: ConstDeclaration, file: SourceFile): readonly ValueInScope[] {
  const { documentation } = declaration;
  const detail = textLine(file, declaration);
  return valueNames(declaration).map(({ text, start }) => ({
    name: text,
    kind: 'constant',
    start,
    detail,
    documentation,
  }));
}

function addNames(
  node: SyntaxNode,
  file: SourceFile,
  offset: number,
  values: Map<string, ValueInScope>,
  results: Map<string, ResultInScope>,
): void {
  switch (node.kind) {
    case 'module':
    case 'network':
      for (const parameter of node.parameters) {
        // In the list of parameters only the earlier ones can be used.
        if (parameter.end >= offset && (node.body === undefined || offset < node.body.start)) continue;
        const { text, start } = parameter.name;
        values.set(text, {
          name: text,
          kind: 'parameter',
          start,
          detail: textLine(file, parameter),
          documentation: undefined,
        });
      }
      return;
    case 'repeat':
      if (node.variable !== undefined && node.body !== undefined && offset > node.body.start) {
        for (const { text: name, start } of valueNames(node)) {
          values.set(name, { name, kind: 'variable', start, detail: undefined, documentation: undefined });
        }
      }
      return;
    case 'body':
      addBodyNames(node, file, offset, values, results);
      return;
    default:
      return;
  }
}

function addBodyNames(
  body: Body,
  file: SourceFile,
  offset: number,
  values: Map<string, ValueInScope>,
  results: Map<string, ResultInScope>,
): void {
  for (const statement of body.statements) {
    // What has been written of a side is known in it, and in the body around it after it.
    if (statement.kind === 'if') {
      for (const side of statement.sides) if (side.body) addBodyNames(side.body, file, offset, values, results);
    }
    // A statement that is being written does not define anything yet.
    if (statement.end >= offset) break;
    if (statement.kind === 'const') {
      for (const value of constantValue(statement, file)) values.set(value.name, value);
      continue;
    }
    const named = resultName(statement);
    if (named !== undefined) results.set(named.name, { ...named, detail: textLine(file, statement) });
  }
}

function resultName(statement: Statement): Pick<ResultInScope, 'name' | 'start'> | undefined {
  switch (statement.kind) {
    case 'input':
      return { name: statement.name?.text ?? 'input', start: statement.name?.start ?? statement.start };
    case 'call':
    case 'join':
    case 'join-call':
    case 'repeat':
    case 'if':
      return statement.label && { name: statement.label.text, start: statement.label.start };
    default:
      return undefined;
  }
}

function textLine(file: SourceFile, span: { readonly start: number; readonly end: number }): string {
  const line = file.text.slice(span.start, Math.min(span.end, span.start + 200)).replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

export interface ImportableName {
  readonly name: string;
  readonly kind: 'module' | 'constant';
  readonly documentation: string | undefined;
}

/** Names another file offers to an import: its own modules and constants. */
export function importableNames(tree: SourceFile | undefined): readonly ImportableName[] {
  if (tree === undefined) return [];
  return tree.declarations.flatMap((declaration): ImportableName[] => {
    if (declaration.kind === 'import') return [];
    const { documentation } = declaration;
    if (declaration.kind === 'const') {
      return valueNames(declaration).map(({ text }) => ({ name: text, kind: 'constant', documentation }));
    }
    if (declaration.kind !== 'module' || declaration.name === undefined) return [];
    return [{ name: declaration.name.text, kind: 'module', documentation }];
  });
}
