/**
 * Where an offset stands in a file: the token, the syntax nodes around it from the outside in, and the body whose names
 * are in scope. Works on broken files too, as the tree does.
 */

import { containsOffset, type Span } from '../base/span';
import type {
  Argument,
  Body,
  Branch,
  Check,
  Declaration,
  Expression,
  ImportSpecifier,
  ModuleDeclaration,
  NetworkDeclaration,
  Parameter,
  SourceFile,
  Statement,
  Token,
} from '../syntax/tree';

export type SyntaxNode =
  | Declaration
  | ImportSpecifierNode
  | ParameterNode
  | Body
  | Statement
  | BranchNode
  | ArgumentNode
  | Check
  | Expression;

// The tree gives these no kind of their own, as there is only one place for each; a walk needs to tell them apart.
export type ImportSpecifierNode = ImportSpecifier & { readonly kind?: undefined; readonly alias: unknown };
export type ParameterNode = Parameter & { readonly kind?: undefined };
export type BranchNode = Branch & { readonly kind?: undefined };
export type ArgumentNode = Argument & { readonly kind?: undefined };

/** The nodes directly inside a node, in order of position. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.kind) {
    case 'import':
      return defined([...node.specifiers, node.path]);
    case 'const':
      return defined([node.value]);
    case 'module':
    case 'network':
      return defined([...node.parameters, node.body]);
    case 'body':
      return node.statements;
    case 'input':
      return defined([node.shape]);
    case 'call':
    case 'call-expression':
      return node.arguments;
    case 'join':
      return node.branches;
    case 'repeat':
      return defined([node.first, node.last, node.body]);
    case 'head':
    case 'output':
      return defined([node.body]);
    case 'defaults':
      return node.entries;
    case 'expect':
      return node.checks;
    case 'shape':
      return [node.shape];
    case 'metric':
      return defined([node.value]);
    case 'budget':
      return defined([node.limit]);
    case 'list':
      return node.items;
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'group':
      return [node.inner];
    case undefined:
      if ('defaultValue' in node) return defined([node.defaultValue]);
      if ('body' in node) return defined([node.body]);
      if ('value' in node) return defined([node.value]);
      return [];
    default:
      return [];
  }
}

function defined<T>(list: readonly (T | undefined)[]): readonly T[] {
  return list.filter((item): item is T => item !== undefined);
}

/** Nodes that contain the offset, the outermost first. Where two touch at the offset, the earlier one counts. */
export function nodesAt(file: SourceFile, offset: number): readonly SyntaxNode[] {
  const path: SyntaxNode[] = [];
  let level: readonly SyntaxNode[] = file.declarations;
  for (;;) {
    const inside = findAt(level, offset);
    if (inside === undefined) return path;
    path.push(inside);
    level = childrenOf(inside);
  }
}

/** Prefers the node that starts at the offset to one that ends there, so that `a(1)->|b(2)` means `b`. */
function findAt(nodes: readonly SyntaxNode[], offset: number): SyntaxNode | undefined {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] as SyntaxNode).start <= offset) low = middle + 1;
    else high = middle;
  }
  const candidate = nodes[low - 1];
  return candidate !== undefined && containsOffset(candidate, offset) ? candidate : undefined;
}

/** The innermost of the nodes that passes the test. */
export function innermost<T extends SyntaxNode>(
  nodes: readonly SyntaxNode[],
  test: (node: SyntaxNode) => node is T,
): T | undefined {
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i] as SyntaxNode;
    if (test(node)) return node;
  }
  return undefined;
}

export const isBody = (node: SyntaxNode): node is Body => node.kind === 'body';

export const isDefinition = (node: SyntaxNode): node is ModuleDeclaration | NetworkDeclaration =>
  node.kind === 'module' || node.kind === 'network';

/** Index of the token that contains the offset; of two that touch there, the one that starts at it. */
export function tokenIndexAt(file: SourceFile, offset: number): number {
  let low = 0;
  let high = file.tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((file.tokens[middle] as Token).start <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** The word, number or sign at the offset; a word that ends there wins over what follows it. */
export function tokenAt(file: SourceFile, offset: number): Token | undefined {
  const index = tokenIndexAt(file, offset);
  const token = file.tokens[index];
  const before = file.tokens[index - 1];
  if (before !== undefined && before.end === offset && isWord(before) && (token === undefined || !isWord(token))) {
    return before;
  }
  return token;
}

export function isWord(token: Token): boolean {
  return token.kind === 'identifier' || token.kind === 'keyword';
}

export function isTrivia(token: Token): boolean {
  return token.kind === 'whitespace' || token.kind === 'comment' || token.kind === 'documentation';
}

export function textOf(file: SourceFile, span: Span): string {
  return file.text.slice(span.start, span.end);
}
