/** The pages that explain each code of a diagnostic, by the tag of their language. Paths in the program's folder, as they are shipped. */
export const messagePages = { en: 'docs/diagnostics.md', 'zh-CN': 'docs/zh-CN/diagnostics.md' } as const;

/** Of the language of the messages: `DiagnosticWords.language.tag`. */
export function messagePage(language: string): string {
  return Object.hasOwn(messagePages, language) ? messagePages[language as keyof typeof messagePages] : messagePages.en;
}
