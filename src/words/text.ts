/**
 * Texts that a person reads, as data: a table of them is a language. A text has places `{name}` for values; one that
 * depends on a number has a form for each plural category of the language (CLDR), chosen by one of its values. Texts are
 * whole sentences or labels: none is put together from pieces, since another language has another order of words.
 */

/** What a place takes. Numbers are written as they are; format them before where people expect separators or units. */
export type TextValue = string | number;

/** A text whose form is decided by the number that is given for the place `by`. */
export interface PluralText<By extends string = string> {
  readonly by: By;
  readonly one?: string;
  readonly other: string;
}

export type Text = string | PluralText;

export type Texts = Readonly<Record<string, Text>>;

/** The same keys in another language. Places may move; a plural may be none there, and the other way round. */
export type Translation<T extends Texts> = { readonly [K in keyof T]: Text };

/** Names of the places in a text, taken from its letters by the compiler. */
export type PlacesOf<T> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlacesOf<Rest>
  : T extends { readonly by: infer By extends string; readonly other: infer Other }
    ? By | PlacesOf<Other>
    : never;

/** No second argument for a text without places; else one with a value for each. */
export type ValuesOf<T> = [PlacesOf<T>] extends [never] ? [] : [values: Readonly<Record<PlacesOf<T>, TextValue>>];

export interface Language {
  /** BCP 47: `en`, `zh-CN`. */
  readonly tag: string;
  /** Tags of the same primary language for which this is no help, as they have another script: `zh-TW` for `zh-CN`. */
  readonly otherwise?: readonly string[];
  /** The form of a plural text for a number. */
  plural(count: number): 'one' | 'other';
  /** `a`, `a and b`, `a, b and c`. */
  all(words: readonly string[]): string;
  /** `a`, `a or b`, `a, b or c`. */
  any(words: readonly string[]): string;
  /** Between the parts of a list that has no word before its last, and between sentences. */
  readonly comma: string;
  /** Between parts that have commas themselves. */
  readonly semicolon: string;
  /** Behind a word that says what kind of thing follows. */
  readonly colon: string;
  readonly betweenSentences: string;
  /** `1st`, `22nd`. */
  ordinal(place: number): string;
  /** What stands between a text and a value in it that has no space before or behind it; nothing where it is left out. */
  gap?(left: string, right: string): string;
}

/** Texts of one table by their keys, in the table's language. */
export type Say<T extends Texts> = <K extends keyof T & string>(key: K, ...values: ValuesOf<T[K]>) => string;

/** `texts` may be the table itself or a translation of it. */
export function sayIn<T extends Texts>(language: Language, texts: Translation<T>): Say<T> {
  return (key, ...[values]) =>
    fillPlaces(language, texts[key], values as Readonly<Record<string, TextValue>> | undefined);
}

/** What a surface says, in one language: a `Say` for each of its tables. */
export type Words<Tables extends Readonly<Record<string, Texts>>> = {
  readonly [Name in keyof Tables]: Say<Tables[Name]>;
};

/** Tables of one surface, or translations of them. */
export type Translations<Tables extends Readonly<Record<string, Texts>>> = {
  readonly [Name in keyof Tables]: Translation<Tables[Name]>;
};

export function wordsIn<Tables extends Readonly<Record<string, Texts>>>(
  language: Language,
  tables: Translations<Tables>,
): Words<Tables> {
  const words = Object.entries(tables).map(([name, texts]) => [name, sayIn(language, texts)]);
  return Object.fromEntries(words) as Words<Tables>;
}

/** What is in the language of a locale (BCP 47), else in one of the same primary language, else the first. */
export function closest<Spoken extends { readonly language: Language }>(
  locale: string,
  spoken: readonly [Spoken, ...Spoken[]],
): Spoken {
  const wanted = locale.toLowerCase();
  const primary = (tag: string) => tag.split('-')[0];
  const tagOf = ({ language }: Spoken) => language.tag.toLowerCase();
  const isOther = ({ language }: Spoken) =>
    language.otherwise?.some((tag) => `${wanted}-`.startsWith(`${tag.toLowerCase()}-`)) ?? false;
  return (
    spoken.find((one) => tagOf(one) === wanted) ??
    spoken.find((one) => primary(tagOf(one)) === primary(wanted) && !isOther(one)) ??
    spoken[0]
  );
}

/** For keys that are only known while the program runs, such as those of diagnostics: what has no value stays as it is. */
export function fillPlaces(language: Language, text: Text, values: Readonly<Record<string, TextValue>> = {}): string {
  const form = formOf(language, text, values);
  return form.replace(/\{(\w+)\}/g, (place, name: string, at: number) => {
    if (!Object.hasOwn(values, name)) return place;
    const value = String(values[name]);
    if (language.gap === undefined || value === '') return value;
    const before = language.gap(form[at - 1] ?? '', value[0] ?? '');
    return `${before}${value}${language.gap(value.at(-1) ?? '', form[at + place.length] ?? '')}`;
  });
}

function formOf(language: Language, text: Text, values: Readonly<Record<string, TextValue>>): string {
  if (typeof text === 'string') return text;
  const category = language.plural(Number(String(values[text.by]).replaceAll(',', '')));
  return (category === 'one' ? text.one : undefined) ?? text.other;
}
