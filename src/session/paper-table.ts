/**
 * Rows of a table as a paper, a web page or a spreadsheet has it: cells between tabs, pipes, `&` of LaTeX or runs of blanks.
 * What a column is about is read from its head, else from what stands in it: shapes, and numbers of parameters and operations.
 */

/** What a cell claims of a layer, as the language writes it. */
export interface Claim {
  readonly of: 'shape' | 'params' | 'operations' | 'flops';
  /** `28x28x256`, `159K`, `128_049_152`. */
  readonly text: string;
  readonly value: number;
  /** What the last written digit is worth; 0 for an exact number and for a shape. */
  readonly unit: number;
  /** Of a shape: height, width and, where they are given, channels. */
  readonly sides: readonly number[];
}

export interface PaperRow {
  readonly label: string;
  readonly claims: readonly Claim[];
}

/** Rows that claim something; none where the text is no table. */
export function parsePaperTable(text: string): readonly PaperRow[] {
  const rows = cellsOf(text);
  const head = rows.find(
    (cells) => cells.length > 1 && cells.every((cell) => !isFigure(cell)) && cells.some(isHeadWord),
  );
  const columns = head?.map(columnOf) ?? [];
  return rows
    .filter((cells) => cells !== head)
    .map((cells) => ({ label: cells[0] ?? '', claims: claimsOf(cells, columns) }))
    .filter(({ claims }) => claims.length > 0);
}

// ---- Cells ----

function cellsOf(text: string): readonly (readonly string[])[] {
  const isLatex = /(^|[^\\])&/.test(text);
  const lines = isLatex
    ? text.split(/\\\\(?:\[[^\]]*\])?|\\(?:hline|toprule|midrule|bottomrule)\b/)
    : text.split(/\r\n|\r|\n/);
  const separator = isLatex ? /(?<!\\)&/ : text.includes('|') ? /\|/ : text.includes('\t') ? /\t/ : /\s{2,}/;
  return lines
    .map((line) => line.trim().replace(/^\||\|$/g, ''))
    .filter((line) => line !== '' && !/^[\s|:+=-]*$/.test(line))
    .map((line) => line.split(separator).map(plain));
}

/** A cell without the marks of LaTeX, Markdown and HTML. */
function plain(cell: string): string {
  return cell
    .replace(/\\(?:multirow|multicolumn)\{[^}]*\}\{[^}]*\}/g, '')
    .replace(/\\times(?![a-zA-Z])|×|✕/g, 'x')
    .replace(/\\[a-zA-Z]+\*?|\\[,;!]|[${}~]|\*\*|__|`|<[^>]*>/g, ' ')
    .replace(/\\(.)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

// ---- Columns ----

interface Column {
  readonly of: Claim['of'] | undefined;
  /** A unit that the head gives to all numbers of the column: `params (M)`. */
  readonly suffix: string;
}

function isHeadWord(cell: string): boolean {
  return columnOf(cell).of !== undefined;
}

function columnOf(head: string): Column {
  const word = head.toLowerCase();
  const suffix = /[([](?:x?10\^?6|m|million)[)\]]/.test(word)
    ? 'M'
    : /[([](?:g|b|billion)[)\]]/.test(word)
      ? 'G'
      : /[([]k[)\]]/.test(word)
        ? 'K'
        : '';
  if (/patch|kernel|filter|stride|input/.test(word)) return { of: undefined, suffix };
  if (/param|weights/.test(word)) return { of: 'params', suffix };
  if (/flop/.test(word)) return { of: 'flops', suffix };
  if (/\b(ops|macs?|madds?|mult|operations)/.test(word)) return { of: 'operations', suffix };
  if (/output|size|shape|resolution/.test(word)) return { of: 'shape', suffix };
  return { of: undefined, suffix };
}

function claimsOf(cells: readonly string[], columns: readonly Column[]): readonly Claim[] {
  return cells.flatMap((cell, i) => {
    const column = columns[i];
    if (columns.length > 0) {
      if (column?.of === undefined || i === 0) return [];
      const claim = column.of === 'shape' ? shapeClaim(cell) : numberClaim(cell, column.of, column.suffix);
      return claim === undefined ? [] : [claim];
    }
    // Without a head only a whole shape says by itself what it is.
    const claim = i === 0 ? undefined : shapeClaim(cell);
    return claim?.sides.length === 3 ? [claim] : [];
  });
}

function isFigure(cell: string): boolean {
  return shapeClaim(cell) !== undefined || /^\d[\d.,_]*\s*[kKMGB]?$/.test(cell);
}

// ---- Figures ----

function shapeClaim(cell: string): Claim | undefined {
  const numbers = /^\(?(\d+)\s*[xX,]\s*(\d+)(?:\s*[xX,]\s*(\d+))?\)?$/.exec(cell)?.slice(1);
  if (numbers === undefined) return undefined;
  const given = numbers.filter((number) => number !== undefined).map(Number);
  const [first = 0, second, third] = given;
  // Channels first, as PyTorch has them, where only that makes a square.
  const sides = third !== undefined && second === third && first !== second ? [second, third, first] : given;
  return { of: 'shape', text: sides.join('x'), value: 0, unit: 0, sides };
}

const factors: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9 };

function numberClaim(cell: string, of: Claim['of'], columnSuffix: string): Claim | undefined {
  const [, written, letter = ''] = /^(\d[\d.,_ ]*?)\s*([kKMGB]?)$/.exec(cell) ?? [];
  if (written === undefined) return undefined;
  const suffix = letter === '' ? columnSuffix : letter === 'k' ? 'K' : letter === 'B' ? 'G' : letter;
  const isGrouped = /^\d{1,3}([, _]\d{3})+$/.test(written);
  const digits = isGrouped ? written.replace(/[, _]/g, '') : written.replace(',', '.');
  const factor = factors[suffix];
  const number = Number(digits);
  if (factor === undefined || !Number.isFinite(number)) return undefined;
  const decimals = digits.split('.')[1]?.length ?? 0;
  const isExact = suffix === '' && decimals === 0;
  const text = isExact ? digits.replace(/\B(?=(\d{3})+$)/g, '_') : `${digits}${suffix}`;
  return { of, text, value: number * factor, unit: isExact ? 0 : factor / 10 ** decimals, sides: [] };
}
