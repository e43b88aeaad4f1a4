/** Cuts texts to the width they have, with an ellipsis. Widths are measured once for each font and text. */

export type Weight = 400 | 500 | 600;

const mostKept = 20_000;

/** The width of a text in pixels; `isMono` in the face of formulas. */
export type MeasureText = (text: string, size: number, weight: Weight, isMono: boolean) => number;

export class TextFit {
  private readonly widths = new Map<string, number>();

  constructor(private readonly measure: MeasureText) {}

  width(text: string, size: number, weight: Weight = 400, isMono = false): number {
    const key = `${isMono ? 'mono' : 'text'} ${weight} ${size}\n${text}`;
    const known = this.widths.get(key);
    if (known !== undefined) return known;
    if (this.widths.size >= mostKept) this.widths.clear();
    const width = this.measure(text, size, weight, isMono);
    this.widths.set(key, width);
    return width;
  }

  /** The text itself, or as much of its start as fits with an ellipsis; empty where not even one letter does. */
  cut(text: string, room: number, size: number, weight: Weight = 400, isMono = false): string {
    if (this.width(text, size, weight, isMono) <= room) return text;
    let low = 0;
    let high = text.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.width(`${text.slice(0, middle).trimEnd()}\u2026`, size, weight, isMono) <= room) low = middle;
      else high = middle - 1;
    }
    return low === 0 ? '' : `${text.slice(0, low).trimEnd()}\u2026`;
  }
}
