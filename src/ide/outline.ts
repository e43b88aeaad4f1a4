/** The outline of a file: networks and modules with their layers, in written order, with the shape of each result. */

import type { Span } from '../base/span';
import type { Branch, ConstDeclaration, Declaration, SourceFile, Statement } from '../syntax/tree';
import { valueNames } from '../syntax/tree-walk';
import { shapeRange } from './figures';
import { blocksFrom, layersFrom, type Scene } from './scene';

export type OutlineKind =
  | 'network'
  | 'module'
  | 'constant'
  | 'parameter'
  | 'input'
  | 'layer'
  | 'call'
  | 'join'
  | 'branch'
  | 'repeat'
  | 'condition'
  | 'head'
  | 'output';

export interface OutlineItem {
  readonly name: string;
  readonly detail: string;
  readonly kind: OutlineKind;
  readonly span: Span;
  /** What is selected when the item is chosen; inside of `span`. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineItem[];
}

export function outline(scene: Scene, file: SourceFile): readonly OutlineItem[] {
  return file.declarations.flatMap((declaration) => declarationItem(scene, file, declaration));
}

function declarationItem(scene: Scene, file: SourceFile, declaration: Declaration): readonly OutlineItem[] {
  if (declaration.kind === 'const') return constantItems(file, declaration);
  if (declaration.kind === 'import' || declaration.name === undefined) return [];
  const { name } = declaration;
  const parameters = declaration.parameters.map((parameter) => file.text.slice(parameter.start, parameter.end));
  return [
    {
      name: name.text,
      detail: parameters.length === 0 ? '' : `(${parameters.join(', ').replace(/\s+/g, ' ')})`,
      kind: declaration.kind,
      span: spanOf(declaration),
      nameSpan: spanOf(name),
      children: statementItems(scene, file, declaration.body?.statements ?? []),
    },
  ];
}

/** One for each name of a pattern. */
function constantItems(file: SourceFile, declaration: ConstDeclaration): readonly OutlineItem[] {
  const names = valueNames(declaration);
  return names.map((name) => leaf(name.text, 'constant', declaration, name, valueText(file, declaration.value)));
}

function statementItems(scene: Scene, file: SourceFile, statements: readonly Statement[]): readonly OutlineItem[] {
  return statements.flatMap((statement) => statementItem(scene, file, statement));
}

function statementItem(scene: Scene, file: SourceFile, statement: Statement): readonly OutlineItem[] {
  switch (statement.kind) {
    case 'input': {
      const shape = statement.shape === undefined ? '' : file.text.slice(statement.shape.start, statement.shape.end);
      return [leaf(statement.name?.text ?? 'input', 'input', statement, statement.name ?? statement, shape)];
    }
    case 'const':
      return constantItems(file, statement);
    case 'if': {
      // As in paths and scopes, a side is no level; what the whole of them gives may have a name.
      const sides = statement.sides.flatMap((side) => statementItems(scene, file, side.body?.statements ?? []));
      const { label } = statement;
      if (label === undefined) return sides;
      return [{ ...leaf(label.text, 'condition', statement, label, ''), children: sides }];
    }
    case 'call': {
      const called = file.text.slice(statement.callee.start, Math.min(statement.end, statement.callee.start + 200));
      const text = oneLine(called);
      const shape = shapeAfter(scene, file, statement.callee.start, 'module');
      const isModule = scene.analysis.modules.get(file.file)?.has(statement.callee.text) === true;
      const name = statement.label?.text ?? text;
      const detail = statement.label === undefined ? shape : [text, shape].filter((part) => part !== '').join('  ');
      return [leaf(name, isModule ? 'call' : 'layer', statement, statement.label ?? statement.callee, detail)];
    }
    case 'join':
      return [
        {
          name: statement.label?.text ?? statement.join,
          detail: shapeAfter(scene, file, statement.keyword.start, undefined),
          kind: 'join',
          span: spanOf(statement),
          nameSpan: spanOf(statement.label ?? statement.keyword),
          children: statement.branches.map((branch, i) => branchItem(scene, file, branch, i + 1)),
        },
      ];
    case 'join-call': {
      const shape = shapeAfter(scene, file, statement.keyword.start, undefined);
      return [
        leaf(statement.label?.text ?? statement.join, 'join', statement, statement.label ?? statement.keyword, shape),
      ];
    }
    case 'repeat':
      return [
        {
          name: statement.label?.text ?? 'repeat',
          detail: file.text.slice(statement.keyword.end, statement.body?.start ?? statement.end).trim(),
          kind: 'repeat',
          span: spanOf(statement),
          nameSpan: spanOf(statement.label ?? statement.keyword),
          children: statementItems(scene, file, statement.body?.statements ?? []),
        },
      ];
    case 'head':
    case 'output':
      return [
        {
          name: statement.name?.text ?? statement.kind,
          detail: statement.source === undefined ? '' : `from ${statement.source.text}`,
          kind: statement.kind,
          span: spanOf(statement),
          nameSpan: spanOf(statement.name ?? statement),
          children: statementItems(scene, file, statement.body?.statements ?? []),
        },
      ];
    default:
      return [];
  }
}

function branchItem(scene: Scene, file: SourceFile, branch: Branch, position: number): OutlineItem {
  return {
    name: branch.name?.text ?? `branch ${position}`,
    detail: branch.source === undefined ? '' : `from ${branch.source.text}`,
    kind: 'branch',
    span: spanOf(branch),
    nameSpan: spanOf(branch.name ?? branch.keyword),
    children: statementItems(scene, file, branch.body?.statements ?? []),
  };
}

function leaf(name: string, kind: OutlineKind, span: Span, nameSpan: Span, detail: string): OutlineItem {
  return { name, kind, span: spanOf(span), nameSpan: spanOf(nameSpan), detail, children: [] };
}

function valueText(file: SourceFile, value: Span | undefined): string {
  return value === undefined
    ? ''
    : oneLine(file.text.slice(value.start, Math.min(value.end, value.start + 200))).slice(0, 80);
}

/** As it would be written without line breaks. */
function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/([([]) /g, '$1')
    .replace(/,? ([)\]])/g, '$1');
}

function shapeAfter(scene: Scene, file: SourceFile, start: number, kind: string | undefined): string {
  const blocks = blocksFrom(scene, file.file, start).shown.filter(({ block }) => block.kind === kind);
  const shapes =
    blocks.length > 0
      ? blocks.map(({ network, block }) => (block.result < 0 ? undefined : network.shapes[block.result]))
      : layersFrom(scene, file.file, start).shown.map(({ network, layer }) => network.shapes[layer.id]);
  return shapes.length === 0 ? '' : shapeRange(shapes);
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
