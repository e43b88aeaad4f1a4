/** Requests that show something of a file: hover, definition, references, outline, folds, lenses, hints, links, colours. */

import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeLens,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  Range,
  SelectionRange,
  SemanticTokens,
  WorkspaceSymbol,
} from 'vscode-languageserver';
import type { FileId } from '../base/span';
import { type CallItem, type CallLink, calledBy, callersOf, callItemAt } from '../ide/call-hierarchy';
import { codeLenses } from '../ide/code-lens';
import { definition, highlights, references } from '../ide/definition';
import { fileSymbols } from '../ide/file-symbols';
import { foldingRanges } from '../ide/folding';
import { inlayHints } from '../ide/inlay-hints';
import { fileLinks } from '../ide/links';
import { outline } from '../ide/outline';
import type { Scene } from '../ide/scene';
import { semanticTokens } from '../ide/semantic-tokens';
import { hoverAt } from '../session/cursor';
import { sceneOfAllUses } from '../session/look';
import { nodesAt } from '../syntax/tree-walk';
import { whenReady } from '../workspace/eventual';
import { nameOf } from '../workspace/uri';
import { answerAt, answerOf, toLocation } from './answers';
import type { ServerContext } from './context';
import {
  isPosition,
  isRange,
  packSemanticTokens,
  symbolKinds,
  toCodeLens,
  toFolds,
  toHover,
  toInlayHint,
  toOffset,
  toRange,
  toSpan,
  toSymbol,
  toWorkspaceSymbol,
} from './convert';

/** As many as a list of symbols shows. */
const mostSymbols = 2000;

export function registerReading(context: ServerContext): void {
  const { connection, workspace, state } = context;

  connection.onHover(
    answerAt<Hover | null>(context, 'hover', null, (look, offset) => {
      const hovered = hoverAt(context, look.id, offset, { commands: state.commands });
      return whenReady(hovered, (found) => (found === undefined ? null : toHover(look, found)));
    }),
  );

  connection.onDefinition(
    answerAt<LocationLink[] | null>(context, 'definition', null, (look, offset) => {
      const found = definition(look.scene, look.file, offset, (path) => workspace.resolve(look.id, path));
      const target = found === undefined ? undefined : toLocation(context, found.target);
      if (found === undefined || target === undefined) return null;
      return [
        {
          originSelectionRange: toRange(look.lines, found.span),
          targetUri: target.uri,
          targetRange: target.range,
          targetSelectionRange: target.range,
        },
      ];
    }),
  );

  connection.onReferences(
    answerAt<Location[]>(context, 'references', [], async (look, offset, params) => {
      const scene = await sceneOfAllUses(context, look, offset);
      const asked = (params as { context?: { includeDeclaration?: unknown } }).context?.includeDeclaration;
      return references(scene, look.file, offset, asked !== false).flatMap((place) => toLocation(context, place) ?? []);
    }),
  );

  connection.onDocumentHighlight(
    answerAt<DocumentHighlight[]>(context, 'documentHighlight', [], (look, offset) =>
      highlights(look.scene, look.file, offset).map((span) => ({ range: toRange(look.lines, span) })),
    ),
  );

  connection.onDocumentSymbol(
    answerOf<DocumentSymbol[]>(context, 'documentSymbol', [], (look) =>
      outline(look.scene, look.file).map((item) => toSymbol(look, item)),
    ),
  );

  connection.onWorkspaceSymbol(
    context.answer<unknown, WorkspaceSymbol[]>('workspaceSymbol', [], async (params) => {
      const query = (params as { query?: unknown } | null)?.query;
      const found: WorkspaceSymbol[] = [];
      for (const id of await workspace.allFiles()) {
        const tree = await workspace.load(id);
        if (tree === undefined) continue;
        const lined = { file: tree, lines: workspace.lines(tree) };
        const symbols = fileSymbols(tree, typeof query === 'string' ? query : '');
        found.push(...symbols.map((symbol) => toWorkspaceSymbol(lined, symbol, workspace.uriOf(id))));
        if (found.length >= mostSymbols) break;
      }
      return found.slice(0, mostSymbols);
    }),
  );

  connection.languages.callHierarchy.onPrepare(
    answerAt<CallHierarchyItem[] | null>(context, 'prepareCallHierarchy', null, (look, offset) => {
      const item = callItemAt(look.scene, look.file, offset);
      const found = item === undefined ? undefined : toCallItem(context, item);
      return found === undefined ? null : [found];
    }),
  );

  connection.languages.callHierarchy.onIncomingCalls(
    answerOfItem<CallHierarchyIncomingCall[]>(context, 'incomingCalls', (item, scene) =>
      linksOf(context, callersOf(scene, item)).map(({ other, places }) => ({ from: other, fromRanges: places })),
    ),
  );

  connection.languages.callHierarchy.onOutgoingCalls(
    answerOfItem<CallHierarchyOutgoingCall[]>(context, 'outgoingCalls', (item, scene) =>
      linksOf(context, calledBy(scene, item), item.file).map(({ other, places }) => ({
        to: other,
        fromRanges: places,
      })),
    ),
  );

  connection.onFoldingRanges(
    answerOf<FoldingRange[]>(context, 'foldingRange', [], (look) => toFolds(look, foldingRanges(look.file))),
  );

  connection.onSelectionRanges(
    answerOf<SelectionRange[]>(context, 'selectionRange', [], (look, params) => {
      const positions = (params as { positions?: unknown }).positions;
      if (!Array.isArray(positions)) return [];
      return positions.map((position: unknown) => {
        const offset = isPosition(position) ? toOffset(look.file.text, look.lines, position) : 0;
        // A value that is a whole argument is one step.
        const spans = nodesAt(look.file, offset).filter(
          ({ start, end }, i, all) => start !== all[i - 1]?.start || end !== all[i - 1]?.end,
        );
        return spans.reduce<SelectionRange | undefined>(
          (parent, span) => ({ range: toRange(look.lines, span), ...(parent === undefined ? {} : { parent }) }),
          undefined,
        ) as SelectionRange;
      });
    }),
  );

  connection.onCodeLens(
    answerOf<CodeLens[]>(context, 'codeLens', [], (look) =>
      state.features.codeLens
        ? codeLenses(look.scene, look.file).map((lens) => toCodeLens(look, lens, state.commands, look.uri))
        : [],
    ),
  );

  connection.languages.inlayHint.on(
    answerOf<InlayHint[]>(context, 'inlayHint', [], (look, params) => {
      const { inlayHints: shapes, parameterHints: parameters, costHints: costs } = state.features;
      if (!shapes && !parameters && !costs) return [];
      const range = (params as { range?: unknown }).range;
      const span = isRange(range)
        ? toSpan(look.file.text, look.lines, range)
        : { start: 0, end: look.file.text.length };
      return inlayHints(look.scene, look.file, span, { shapes, parameters, costs }).map((hint) =>
        toInlayHint(look, hint),
      );
    }),
  );

  connection.onDocumentLinks(
    answerOf<DocumentLink[]>(context, 'documentLink', [], (look) =>
      fileLinks(look.file, (path) => workspace.resolve(look.id, path)).map((link) => ({
        range: toRange(look.lines, link.span),
        target: workspace.uriOf(link.target),
      })),
    ),
  );

  connection.languages.semanticTokens.on(
    answerOf<SemanticTokens>(context, 'semanticTokens', { data: [] }, (look) => ({
      data: packSemanticTokens(look, semanticTokens(look.analysis, look.file)),
    })),
  );
}

function toCallItem({ workspace }: ServerContext, { name, kind, file, span, nameSpan }: CallItem) {
  const tree = workspace.tree(file);
  if (tree === undefined) return undefined;
  const lines = workspace.lines(tree);
  return {
    name,
    kind: symbolKinds[kind],
    detail: nameOf(file),
    uri: workspace.uriOf(file),
    range: toRange(lines, span),
    selectionRange: toRange(lines, nameSpan),
  } satisfies CallHierarchyItem;
}

/** @param home The file of the places, where it is not that of the other end. */
function linksOf(
  context: ServerContext,
  links: readonly CallLink[],
  home?: FileId,
): readonly { readonly other: CallHierarchyItem; readonly places: Range[] }[] {
  const { workspace } = context;
  return links.flatMap(({ item, places }) => {
    const other = toCallItem(context, item);
    const tree = workspace.tree(home ?? item.file);
    if (other === undefined || tree === undefined) return [];
    return [{ other, places: places.map((place) => toRange(workspace.lines(tree), place)) }];
  });
}

/** Answers a request about an item that was given to the client before, with all files that may use it. */
function answerOfItem<R>(context: ServerContext, name: string, handler: (item: CallItem, scene: Scene) => R) {
  return context.answer<unknown, R | null>(name, null, async (params) => {
    const item = (params as { item?: { uri?: unknown; selectionRange?: unknown } } | null)?.item;
    const look = await context.look({ textDocument: { uri: item?.uri } });
    if (look === undefined || !isRange(item?.selectionRange)) return null;
    const offset = toOffset(look.file.text, look.lines, item.selectionRange.start);
    const found = callItemAt(look.scene, look.file, offset);
    return found === undefined ? null : handler(found, await sceneOfAllUses(context, look, offset));
  });
}
