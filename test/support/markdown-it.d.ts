/** As much of the parser as tests use; it comes without types. */

declare module 'markdown-it' {
  interface Token {
    readonly type: string;
    readonly children: Token[] | null;
    attrGet(name: string): string | null;
  }

  export default class MarkdownIt {
    constructor(options: Readonly<Record<'html' | 'linkify' | 'breaks', boolean>>);
    validateLink: (url: string) => boolean;
    parse(markdown: string, environment: object): Token[];
    render(markdown: string): string;
  }
}
