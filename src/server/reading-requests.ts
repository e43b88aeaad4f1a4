/** Requests that show something of a file: hover, definition, references, outline, folds, lenses, hints, links, colours. */

import type {
  CodeLens,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  SelectionRange,
  SemanticTokens,
} from 'vscode-languageserver';
import type { Location as FileLocation } from '../base/span';
import { codeLenses } from '../ide/code-lens';
import { definition, highlights, references } from '../ide/definition';
import { foldingRanges } from '../ide/folding';
import { hover } from '../ide/hover';
import { inlayHints } from '../ide/inlay-hints';
import { fileLinks } from '../ide/links';
import { outline } from '../ide/outline';
import { semanticTokens } from '../ide/semantic-tokens';
import { nodesAt } from '../syntax/tree-walk';
import {
  isPosition,
  isRange,
  packSemanticTokens,
  toCodeLens,
  toFolds,
  toHover,
  toInlayHint,
  toOffset,
  toRange,
  toSpan,
  toSymbol,
} from './convert';
import type { Look, ServerContext } from './create-server';

/** The offset of a request's `position`; undefined if it has none. */
export function offsetOf(look: Look, params: unknown): number | undefined {
  const position = (params as { position?: unknown } | null)?.position;
  return isPosition(position) ? toOffset(look.file.text, look.lines, position) : undefined;
}

/** A place in any file that the server knows. */
export function toLocation(context: ServerContext, place: FileLocation): Location | undefined {
  const tree = context.documents.tree(place.file);
  if (tree === undefined) return undefined;
  return { uri: context.documents.uriOf(place.file), range: toRange(context.documents.lines(tree), place.span) };
}

export function registerReading(context: ServerContext): void {
  const { connection, documents, state } = context;
  const answer = context.answer;

  /** Handles a request about a place; empty where there is no such place. */
  const at = <R>(name: string, empty: R, handler: (look: Look, offset: number, params: unknown) => R) =>
    answer(name, empty, (params: unknown) => {
      const look = context.look(params);
      const offset = look === undefined ? undefined : offsetOf(look, params);
      return look === undefined || offset === undefined ? empty : handler(look, offset, params);
    });

  /** Handles a request about a whole file. */
  const of = <R>(name: string, empty: R, handler: (look: Look, params: unknown) => R) =>
    answer(name, empty, (params: unknown) => {
      const look = context.look(params);
      return look === undefined ? empty : handler(look, params);
    });

  connection.onHover(
    at<Hover | null>('hover', null, (look, offset) => {
      const found = hover(look.scene, look.file, offset, { commands: state.commands });
      return found === undefined ? null : toHover(look, found);
    }),
  );

  connection.onDefinition(
    at<LocationLink[] | null>('definition', null, (look, offset) => {
      const found = definition(look.scene, look.file, offset, (path) => documents.resolve(look.id, path));
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
    at<Location[]>('references', [], (look, offset, params) => {
      const asked = (params as { context?: { includeDeclaration?: unknown } }).context?.includeDeclaration;
      return references(look.scene, look.file, offset, asked !== false).flatMap(
        (place) => toLocation(context, place) ?? [],
      );
    }),
  );

  connection.onDocumentHighlight(
    at<DocumentHighlight[]>('documentHighlight', [], (look, offset) =>
      highlights(look.scene, look.file, offset).map((span) => ({ range: toRange(look.lines, span) })),
    ),
  );

  connection.onDocumentSymbol(
    of<DocumentSymbol[]>('documentSymbol', [], (look) =>
      outline(look.scene, look.file).map((item) => toSymbol(look, item)),
    ),
  );

  connection.onFoldingRanges(of<FoldingRange[]>('foldingRange', [], (look) => toFolds(look, foldingRanges(look.file))));

  connection.onSelectionRanges(
    of<SelectionRange[]>('selectionRange', [], (look, params) => {
      const positions = (params as { positions?: unknown }).positions;
      if (!Array.isArray(positions)) return [];
      return positions.map((position: unknown) => {
        const offset = isPosition(position) ? toOffset(look.file.text, look.lines, position) : 0;
        return nodesAt(look.file, offset).reduce<SelectionRange | undefined>(
          (parent, span) => ({ range: toRange(look.lines, span), ...(parent === undefined ? {} : { parent }) }),
          undefined,
        ) as SelectionRange;
      });
    }),
  );

  connection.onCodeLens(
    of<CodeLens[]>('codeLens', [], (look) =>
      state.codeLens
        ? codeLenses(look.scene, look.file).map((lens) => toCodeLens(look, lens, state.commands, look.uri))
        : [],
    ),
  );

  connection.languages.inlayHint.on(
    of<InlayHint[]>('inlayHint', [], (look, params) => {
      if (!state.inlayHints) return [];
      const range = (params as { range?: unknown }).range;
      const span = isRange(range)
        ? toSpan(look.file.text, look.lines, range)
        : { start: 0, end: look.file.text.length };
      return inlayHints(look.scene, look.file, span).map((hint) => toInlayHint(look, hint));
    }),
  );

  connection.onDocumentLinks(
    of<DocumentLink[]>('documentLink', [], (look) =>
      fileLinks(look.file, (path) => documents.resolve(look.id, path)).map((link) => ({
        range: toRange(look.lines, link.span),
        target: documents.uriOf(link.target),
      })),
    ),
  );

  connection.languages.semanticTokens.on(
    of<SemanticTokens>('semanticTokens', { data: [] }, (look) => ({
      data: packSemanticTokens(look, semanticTokens(look.analysis, look.file)),
    })),
  );
}
