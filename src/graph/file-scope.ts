/**
 * The names a file knows at its top level: its own constants, modules and networks, and what it imports.
 * Reports missing files and names, import cycles, double definitions and modules that hide a layer.
 */

import { note } from '../base/diagnostic';
import type { FileId, Location, Span } from '../base/span';
import { suggest } from '../base/suggest';
import type { CallableModule, Value } from '../ops/op';
import { findCallable } from '../ops/registry';
import type {
  ConstDeclaration,
  ImportDeclaration,
  ImportSpecifier,
  ModuleDeclaration,
  Name,
  NetworkDeclaration,
  SourceFile,
} from '../syntax/tree';
import { type Files, isImportPath } from './files';
import type { NameRecorder } from './name-meaning';
import type { Reporter } from './report';

export interface Constant {
  readonly kind: 'constant';
  readonly declaration: ConstDeclaration;
  readonly scope: FileScope;
  /** Its own name, which for an item of a pattern is not the declaration's. */
  readonly name: Name | undefined;
  /** For a name of a pattern: the items of the list, shared by all its names once one of them has been asked for. */
  readonly list: { value: readonly Value[] | undefined } | undefined;
  /** Its place in that list. */
  readonly index: number;
  /** Filled in by the first evaluation; `busy` while it runs, which is how cycles are found. */
  state: 'idle' | 'busy' | 'done';
  value: Value;
}

export interface Module extends CallableModule {
  readonly kind: 'module';
  /** Its list of parameters could not be read in full. */
  readonly isHeaderBroken: boolean;
  readonly declaration: ModuleDeclaration;
  readonly scope: FileScope;
}

export interface Network {
  readonly kind: 'network';
  readonly declaration: NetworkDeclaration;
  readonly scope: FileScope;
}

/** An import that could not be found; already reported, so that its uses are silent. */
export interface Missing {
  readonly kind: 'missing';
}

export type TopLevel = Constant | Module | Network | Missing;

export interface FileScope {
  readonly file: SourceFile;
  readonly names: ReadonlyMap<string, TopLevel>;
  readonly constants: readonly Constant[];
  readonly modules: readonly Module[];
  readonly networks: readonly Network[];
}

interface MutableFileScope extends FileScope {
  readonly names: Map<string, TopLevel>;
  /** What the file itself declares, which is what others can import. */
  readonly own: Map<string, Constant | Module | Network>;
  readonly constants: Constant[];
  readonly modules: Module[];
  readonly networks: Network[];
}

/** Names of one kind, in the order in which they are declared. */
export function* namesOfKind(scope: FileScope, kind: TopLevel['kind']): Generator<string> {
  for (const [name, entry] of scope.names) if (entry.kind === kind) yield name;
}

export function declarationLocation(entry: Constant | Module | Network): Location {
  const name = (entry.kind === 'constant' ? entry.name : entry.declaration.name) ?? entry.declaration;
  return { file: entry.scope.file.file, span: { start: name.start, end: name.end } };
}

/** Reads the file and all it imports. The first scope is that of `root`. */
export function resolveFiles(
  files: Files,
  root: SourceFile,
  reporter: Reporter,
  recorder: NameRecorder,
): ReadonlyMap<FileId, FileScope> {
  const scopes = new Map<FileId, MutableFileScope>();
  const chain: FileId[] = [];

  const visit = (file: SourceFile): MutableFileScope => {
    recorder.addFile(file.file, file.text.length);
    const scope = declare(file, reporter, recorder);
    scopes.set(file.file, scope);
    chain.push(file.file);
    for (const declaration of file.declarations) {
      if (declaration.kind === 'import') link(scope, declaration);
    }
    chain.pop();
    return scope;
  };

  const link = (scope: MutableFileScope, declaration: ImportDeclaration): void => {
    const target = declaration.path === undefined ? undefined : open(scope, declaration.path);
    for (const specifier of declaration.specifiers) {
      const local = specifier.alias ?? specifier.name;
      const entry = target === undefined ? undefined : find(scope, target, specifier, declaration.path?.value ?? '');
      define(scope, local, entry ?? { kind: 'missing' }, reporter);
    }
  };

  const open = (scope: MutableFileScope, path: Span & { readonly value: string }): MutableFileScope | undefined => {
    const from = scope.file.file;
    if (!isImportPath(path.value)) {
      reporter.report('import.path', from, path, {});
      return undefined;
    }
    const id = files.resolve(from, path.value);
    if (id === 'outside') {
      reporter.report('import.outside', from, path, { path: path.value });
      return undefined;
    }
    const cycleStart = chain.indexOf(id);
    if (cycleStart >= 0) {
      const names = [...chain.slice(cycleStart), id].map(baseName).join(' -> ');
      reporter.report('import.cycle', from, path, { path: path.value, chain: names });
      return scopes.get(id);
    }
    const known = scopes.get(id);
    if (known !== undefined) return known;
    const file = files.file(id);
    if (file === undefined) {
      const reason = files.unreadable?.(id);
      const text = reason === undefined ? 'import.missing-file' : (`import.missing-file/${reason}` as const);
      reporter.report(text, from, path, { path: path.value });
      return undefined;
    }
    return visit(file);
  };

  const find = (
    scope: MutableFileScope,
    target: MutableFileScope,
    specifier: ImportSpecifier,
    path: string,
  ): Constant | Module | undefined => {
    const entry = target.own.get(specifier.name.text);
    if (entry !== undefined && entry.kind !== 'network') {
      const location = declarationLocation(entry);
      recorder.record(scope.file.file, specifier.name, entry.kind, location);
      if (specifier.alias) recorder.record(scope.file.file, specifier.alias, entry.kind, location);
      return entry;
    }
    const candidates = [...target.own].filter(([, other]) => other.kind !== 'network').map(([name]) => name);
    const name = specifier.name.text;
    reporter.report('import.missing-name', scope.file.file, specifier.name, { path, name }, suggest(name, candidates));
    return undefined;
  };

  visit(root);
  return scopes;
}

function declare(file: SourceFile, reporter: Reporter, recorder: NameRecorder): MutableFileScope {
  const scope: MutableFileScope = { file, names: new Map(), own: new Map(), constants: [], modules: [], networks: [] };
  const declareName = (name: Name | undefined, entry: Constant | Module | Network): void => {
    if (name === undefined) return;
    recorder.record(file.file, name, entry.kind, declarationLocation(entry));
    if (define(scope, name, entry, reporter)) scope.own.set(name.text, entry);
  };
  for (const declaration of file.declarations) {
    if (declaration.kind === 'import') continue;
    switch (declaration.kind) {
      case 'const':
        for (const constant of constantsOf(declaration, scope)) {
          scope.constants.push(constant);
          declareName(constant.name, constant);
        }
        break;
      case 'module': {
        const isBroken = isHeaderBroken(file, declaration);
        const name = declaration.name?.text ?? 'module';
        const module: Module = { kind: 'module', name, isHeaderBroken: isBroken, declaration, scope };
        scope.modules.push(module);
        declareName(declaration.name, module);
        break;
      }
      case 'network': {
        const network: Network = { kind: 'network', declaration, scope };
        scope.networks.push(network);
        declareName(declaration.name, network);
        break;
      }
    }
  }
  return scope;
}

/** One for each name of a pattern, one for any other declaration. */
function constantsOf(declaration: ConstDeclaration, scope: FileScope): Constant[] {
  const { name, pattern } = declaration;
  const common = { kind: 'constant', declaration, scope, value: undefined } as const;
  if (pattern === undefined) return [{ ...common, name, list: undefined, index: 0, state: 'idle' }];
  const list = { value: undefined };
  return pattern.names.map((item, index) => ({ ...common, name: item, list, index, state: 'idle' }));
}

/** A mistake behind the list, as a brace that is missing, leaves the parameters as they are. */
function isHeaderBroken(file: SourceFile, { header, body }: ModuleDeclaration): boolean {
  if (body === undefined) return true;
  return file.diagnostics.some(
    ({ code, severity, span }) =>
      severity === 'error' && code !== 'syntax.keyword-name' && header.start < span.start && span.start < header.end,
  );
}

/** The first definition of a name stays in force; a second is reported. */
function define(scope: MutableFileScope, name: Name, entry: TopLevel, reporter: Reporter): boolean {
  const file = scope.file.file;
  const before = scope.names.get(name.text);
  if (before !== undefined) {
    const related =
      before.kind === 'missing' ? [] : [note('defined-here', declarationLocation(before), { name: name.text })];
    reporter.report('name.twice/file', file, name, { name: name.text }, { related });
    return false;
  }
  scope.names.set(name.text, entry);
  if (entry.kind === 'module' && findCallable(name.text)) {
    reporter.report('name.shadows-layer', file, name, { name: name.text });
  }
  return true;
}

function baseName(id: FileId): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
