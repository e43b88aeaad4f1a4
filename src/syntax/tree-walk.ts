/**
 * The one way through a syntax tree: the parts of a node, the nodes and the token at an offset. Trees are bounded in
 * depth by the parser, so recursion is safe here. Names in scope and what they mean are left to the resolver.
 */

import { unreachable } from '../base/assert';
import type { Span } from '../base/span';
import type {
  ConstDeclaration,
  Expression,
  ModuleDeclaration,
  Name,
  NetworkDeclaration,
  RepeatStatement,
  SourceFile,
  SyntaxNode,
  Token,
  Turns,
} from './tree';

const none: readonly SyntaxNode[] = [];

/** The nodes a node is made of, in order of position; declarations that stood in a body by mistake come last. */
export function children(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.kind) {
    case 'file':
      return node.declarations;
    case 'import':
      return listed([...node.specifiers, node.path]);
    case 'specifier':
      return listed([node.name, node.alias]);
    case 'const':
      return listed([node.name, node.pattern, node.value]);
    case 'pattern':
      return node.names;
    case 'module':
    case 'network':
      return listed([node.name, ...node.parameters, node.body]);
    case 'parameter':
      return listed([node.name, node.defaultValue]);
    case 'body':
      return node.statements;
    case 'input':
      return listed([node.name, node.shape]);
    case 'call':
      return node.label ? [node.label, node.callee, ...node.arguments] : [node.callee, ...node.arguments];
    case 'argument':
      return node.name ? listed([node.name, node.value]) : listed([node.value]);
    case 'join':
      return listed([node.label, ...node.branches]);
    case 'join-call':
      return listed([node.label, ...node.operands]);
    case 'from':
      return listed([node.source]);
    case 'repeat':
      return listed([node.label, node.variable, ...turnExpressions(node.turns), node.body]);
    case 'if':
      return listed([node.label, ...node.sides]);
    case 'side':
      return listed([node.condition, node.body]);
    case 'precision':
      return node.settings;
    case 'branch':
    case 'head':
    case 'output':
      return listed([node.name, node.source, node.body]);
    case 'defaults':
      return node.entries;
    case 'expect':
      return node.checks;
    case 'shape':
      return [node.shape];
    case 'metric':
      return listed([node.metric, node.value]);
    case 'budget':
      return listed([node.metric, node.limit]);
    case 'list':
      return node.items;
    case 'name':
      return [node.name];
    case 'call-expression':
      return [node.callee, ...node.arguments];
    case 'index':
      return [node.list, node.index];
    case 'conditional':
      return [node.whenTrue, node.condition, node.whenFalse];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'group':
      return [node.inner];
    case 'error':
      return listed([node.label]);
    case 'identifier':
    case 'number':
    case 'size':
    case 'boolean':
    case 'string':
    case 'error-expression':
      return none;
    default:
      return unreachable(node);
  }
}

function turnExpressions(turns: Turns): readonly (Expression | undefined)[] {
  switch (turns.over) {
    case 'count':
      return [turns.count];
    case 'range':
      return [turns.first, turns.last];
    case 'list':
      return [turns.list];
  }
}

function listed(nodes: readonly (SyntaxNode | undefined)[]): readonly SyntaxNode[] {
  return nodes.every((node) => node !== undefined) ? nodes : nodes.filter((node) => node !== undefined);
}

/** Calls `visit` for a node and all below it, parents first. */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  visit(node);
  for (const child of children(node)) walk(child, visit);
}

/**
 * The nodes around an offset, from the file to the innermost. Of two that touch there, the one that starts at the
 * offset is taken, so that `a(1)->|b(2)` means `b`; at the end of a node, that node.
 */
export function nodesAt(file: SourceFile, offset: number): readonly SyntaxNode[] {
  const path: SyntaxNode[] = [];
  for (let node: SyntaxNode | undefined = file; node !== undefined; node = childAt(node, offset)) path.push(node);
  return path;
}

function childAt(node: SyntaxNode, offset: number): SyntaxNode | undefined {
  let inside: SyntaxNode | undefined;
  let touching: SyntaxNode | undefined;
  for (const child of children(node)) {
    if (child.start > offset || child.end < offset) continue;
    if (child.end === offset) touching = child;
    // A declaration that stands wrongly inside another one is the nearer of the two.
    else if (inside === undefined || child.end - child.start < inside.end - inside.start) inside = child;
  }
  return inside ?? touching;
}

export function isDefinition(node: SyntaxNode): node is ModuleDeclaration | NetworkDeclaration {
  return node.kind === 'module' || node.kind === 'network';
}

/** The names to which a constant or a loop gives values: those of its pattern, or its only one. */
export function valueNames(node: ConstDeclaration | RepeatStatement): readonly Name[] {
  const written = node.kind === 'const' ? (node.pattern ?? node.name) : node.variable;
  if (written === undefined) return [];
  return written.kind === 'pattern' ? written.names : [written];
}

/** The word of a join, a branch, a repeat or an `if`, which a label may stand before. */
export function keywordOf(node: SyntaxNode): Span | undefined {
  switch (node.kind) {
    case 'join':
    case 'join-call':
    case 'branch':
    case 'repeat':
    case 'if':
      return node.keyword;
    default:
      return undefined;
  }
}

/** Index of the token that covers an offset; at the end of the text that of the `end` token. */
export function tokenIndexAt(file: SourceFile, offset: number): number {
  const { tokens } = file;
  let low = 0;
  let high = tokens.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tokens[middle] as Token).start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The token that a caret at the offset means: the one that covers it, but a word that ends there rather than a sign. */
export function tokenAt(file: SourceFile, offset: number): Token {
  const index = tokenIndexAt(file, offset);
  const token = file.tokens[index] as Token;
  const before = file.tokens[index - 1];
  return before !== undefined && before.end === offset && isWord(before) && !isWord(token) ? before : token;
}

export function isWord(token: Token): boolean {
  return token.kind === 'identifier' || token.kind === 'keyword';
}

/** Blanks and comments. */
export function isTrivia(token: Token): boolean {
  return token.kind === 'whitespace' || token.kind === 'comment' || token.kind === 'documentation';
}

export function textOf(file: SourceFile, span: Span): string {
  return file.text.slice(span.start, span.end);
}
