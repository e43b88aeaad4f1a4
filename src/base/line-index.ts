/**
 * Converts between offsets and zero-based lines and columns. A line ends at LF, CRLF or CR; columns
 * count UTF-16 code units.
 */

export interface Position {
  readonly line: number;
  readonly column: number;
}

export class LineIndex {
  /** Offset of the first character of each line. */
  private readonly starts: readonly number[];
  private readonly length: number;

  constructor(text: string) {
    const starts = [0];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
    }
    this.starts = starts;
    this.length = text.length;
  }

  get lineCount(): number {
    return this.starts.length;
  }

  positionAt(offset: number): Position {
    const wanted = Math.max(0, Math.min(offset, this.length));
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] as number) <= wanted) low = middle;
      else high = middle;
    }
    return { line: low, column: wanted - (this.starts[low] as number) };
  }

  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    const start = this.starts[position.line];
    if (start === undefined) return this.length;
    const lineEnd = this.starts[position.line + 1] ?? this.length;
    return Math.max(start, Math.min(start + position.column, lineEnd));
  }

  /** Offset where a line starts; the text's length past its last line. */
  lineStart(line: number): number {
    return this.starts[line] ?? this.length;
  }
}
