/** What rasterizer.ts loads, as far as it is used there. The package's own types are those of a page. */

declare module '@resvg/resvg-wasm' {
  export function initWasm(module: Uint8Array): Promise<void>;

  interface RenderedImage {
    asPng(): Uint8Array;
    free(): void;
  }

  export class Resvg {
    constructor(
      svg: string,
      options: {
        readonly fitTo: { readonly mode: 'zoom'; readonly value: number };
        readonly font: { readonly fontBuffers: readonly Uint8Array[]; readonly defaultFontFamily: string };
      },
    );
    render(): RenderedImage;
    free(): void;
  }
}

declare module '*.wasm' {
  const bytes: Uint8Array;
  export default bytes;
}

declare module '*.ttf' {
  const bytes: Uint8Array;
  export default bytes;
}
