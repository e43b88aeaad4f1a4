/** What the text of a design says of the numbers in it: which argument of which call they were written as. */

import type { Analysis } from '../../analysis/analysis';
import type { FileId } from '../../base/span';
import type { Origin } from '../../graph/graph';
import type { OpParameter } from '../../ops/op';
import type { CallStatement, Expression, ModuleDeclaration, NetworkDeclaration, SyntaxNode } from '../../syntax/tree';
import { children } from '../../syntax/tree-walk';

export type Definition = ModuleDeclaration | NetworkDeclaration;

interface Found {
  readonly call: CallStatement;
  readonly definition: Definition;
}

export class Design {
  private readonly calls = new Map<string, Found>();
  private readonly constants = new Map<Definition, Map<string, Expression | undefined>>();

  constructor(private readonly analysis: Analysis) {
    for (const [id, file] of analysis.files) {
      for (const declaration of file.declarations) {
        if (declaration.kind !== 'module' && declaration.kind !== 'network') continue;
        const constants = new Map<string, Expression | undefined>();
        this.constants.set(declaration, constants);
        const pending: SyntaxNode[] = [declaration];
        for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
          if (node.kind === 'call')
            this.calls.set(placeOf(id, node.callee.start), { call: node, definition: declaration });
          // A name that is given twice may be either.
          if (node.kind === 'const' && node.name !== undefined) {
            constants.set(node.name.text, constants.has(node.name.text) ? undefined : node.value);
          }
          pending.push(...children(node));
        }
      }
    }
  }

  /** The call that a layer or module was written as. */
  callAt({ file, nameSpan, span }: Origin): Found | undefined {
    return this.calls.get(placeOf(file, nameSpan.start)) ?? this.calls.get(placeOf(file, span.start));
  }

  /** The module's declaration by the name it has in the file that declares it. */
  moduleNamed(file: FileId, name: string): ModuleDeclaration | undefined {
    return this.analysis.files
      .get(file)
      ?.declarations.find((one): one is ModuleDeclaration => one.kind === 'module' && one.name?.text === name);
  }

  constantIn(definition: Definition, name: string): Expression | undefined {
    return this.constants.get(definition)?.get(name);
  }

  /** The value of a top-level constant of the file. */
  topLevel(file: FileId, name: string): number | undefined {
    const value = this.analysis.constants.get(file)?.get(name);
    return typeof value === 'number' ? value : undefined;
  }
}

function placeOf(file: FileId, offset: number): string {
  return `${offset} ${file}`;
}

/** What a call gives for a parameter: by its name, else by its place. */
export function argumentOf(
  call: CallStatement,
  parameters: readonly Pick<OpParameter, 'name'>[],
  name: string,
): Expression | undefined {
  const named = call.arguments.find((argument) => argument.name?.text === name);
  if (named !== undefined) return named.value;
  const place = parameters.findIndex((parameter) => parameter.name === name);
  const positional = call.arguments.filter((argument) => argument.name === undefined);
  return positional[place]?.value;
}

/** One number of a pair: of `[a, b]` that item, of anything else the whole. A size is written in digits, which say it all. */
export function ofAxis(expression: Expression, axis: 0 | 1): Expression | undefined {
  if (expression.kind === 'size') return undefined;
  return expression.kind === 'list' ? expression.items[axis] : expression;
}
