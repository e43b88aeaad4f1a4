/**
 * Ways through a syntax tree that every reader needs: the parts of a node, the node or token at an
 * offset, and a printed form for `incept debug tree`. Trees are bounded in depth by the parser, so
 * recursion is safe here.
 */

import { unreachable } from '../base/assert';
import type {
  Argument,
  Body,
  Branch,
  Check,
  Declaration,
  Expression,
  ImportSpecifier,
  Name,
  Parameter,
  SourceFile,
  Statement,
  Token,
} from './tree';

export type SyntaxNode =
  | SourceFile
  | Declaration
  | Statement
  | Body
  | Branch
  | Parameter
  | ImportSpecifier
  | Argument
  | Check
  | Expression
  | Name;

/** A node's kind. Parts of which there is only one place carry none in the tree; they are told apart by what they have. */
export function kindOf(node: SyntaxNode): string {
  if ('kind' in node) return node.kind;
  if ('text' in node) return 'identifier';
  if ('alias' in node) return 'specifier';
  if ('defaultValue' in node) return 'parameter';
  return 'body' in node ? 'branch' : 'argument';
}

/** The nodes a node is made of, in order of position. */
export function children(node: SyntaxNode): readonly SyntaxNode[] {
  if (!('kind' in node)) return childrenOfPart(node);
  switch (node.kind) {
    case 'file':
      return node.declarations;
    case 'import':
      return listed([...node.specifiers, node.path]);
    case 'const':
      return listed([node.name, node.value]);
    case 'module':
    case 'network':
      return listed([node.name, ...node.parameters, node.body]);
    case 'body':
      return node.statements;
    case 'input':
      return listed([node.name, node.shape]);
    case 'call':
      return listed([node.label, node.callee, ...node.arguments]);
    case 'join':
      return listed([node.label, ...node.branches]);
    case 'join-call':
      return listed([node.label, ...node.operands]);
    case 'from':
      return listed([node.source]);
    case 'repeat':
      return listed([node.label, node.variable, node.first, node.last, node.body]);
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
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'group':
      return [node.inner];
    case 'error':
      return listed([node.label]);
    case 'number':
    case 'size':
    case 'boolean':
    case 'string':
    case 'error-expression':
      return [];
    default:
      return unreachable(node);
  }
}

function childrenOfPart(node: Name | ImportSpecifier | Parameter | Argument | Branch): readonly SyntaxNode[] {
  if ('text' in node) return [];
  if ('alias' in node) return listed([node.name, node.alias]);
  if ('defaultValue' in node) return listed([node.name, node.defaultValue]);
  return 'body' in node ? listed([node.name, node.source, node.body]) : listed([node.name, node.value]);
}

function listed(nodes: readonly (SyntaxNode | undefined)[]): SyntaxNode[] {
  return nodes.filter((node) => node !== undefined);
}

/** Calls `visit` for a node and all below it, parents first; below a node for which it gives `false` it does not go. */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode) => boolean | undefined): void {
  if (visit(node) === false) return;
  for (const child of children(node)) walk(child, visit);
}

/**
 * The nodes around an offset, from the file to the innermost. Between two nodes that touch, the one
 * that starts at the offset is taken; at the end of a node, that node.
 */
export function nodeAt(file: SourceFile, offset: number): readonly SyntaxNode[] {
  const path: SyntaxNode[] = [file];
  let node: SyntaxNode | undefined = file;
  while (node !== undefined) {
    let inner: SyntaxNode | undefined;
    let touching: SyntaxNode | undefined;
    for (const child of children(node)) {
      if (child.start > offset || child.end < offset) continue;
      if (offset < child.end) {
        // A declaration that stands wrongly inside another one is the nearer of the two.
        if (inner === undefined || child.end - child.start < inner.end - inner.start) inner = child;
      } else {
        touching = child;
      }
    }
    node = inner ?? touching;
    if (node !== undefined) path.push(node);
  }
  return path;
}

/** The token that covers an offset; at the end of the text the `end` token. */
export function tokenAt(file: SourceFile, offset: number): Token {
  const { tokens } = file;
  let low = 0;
  let high = tokens.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tokens[middle] as Token).start <= offset) low = middle;
    else high = middle - 1;
  }
  return tokens[low] as Token;
}

/** Whether the tokens give back the text, character for character. */
export function isLossless(file: SourceFile): boolean {
  let end = 0;
  for (const token of file.tokens) {
    if (token.start !== end || token.end < token.start) return false;
    end = token.end;
  }
  return end === file.text.length;
}

/** One line per node, indented by depth: kind, span, and the text of what has no parts. */
export function printTree(file: SourceFile): string {
  const lines: string[] = [];
  const print = (node: SyntaxNode, depth: number): void => {
    const parts = children(node);
    const text = parts.length === 0 ? ` ${JSON.stringify(shortened(file.text.slice(node.start, node.end)))}` : '';
    lines.push(`${'  '.repeat(depth)}${kindOf(node)} ${node.start}..${node.end}${text}`);
    for (const part of parts) print(part, depth + 1);
  };
  print(file, 0);
  return `${lines.join('\n')}\n`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
