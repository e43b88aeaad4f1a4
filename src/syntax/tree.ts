/**
 * The syntax tree of a `.cnn` file. Lossless: `tokens` cover the text without a gap, white space and
 * comments included, and every node is a span of it. Total: a broken text gives a tree too, in which
 * what could not be read is `undefined` or an `error` node and has a diagnostic. Immutable: what is
 * found out about a node is kept in tables elsewhere, by its offset.
 */

import type { Diagnostic } from '../base/diagnostic';
import type { FileId, Span } from '../base/span';

export type TokenKind =
  | 'identifier'
  | 'keyword'
  | 'number'
  | 'size'
  | 'string'
  | 'punctuation' // ( ) { } [ ] , : = -> . .. ..< + - * / % ** == != <= >= < > ~
  | 'whitespace' // includes line breaks and a byte order mark
  | 'comment' // `// ...`, `//// ...`, `/* ... */`
  | 'documentation' // `/// ...`
  | 'error' // a character or number that is not of the language
  | 'end'; // empty, at the end of the text

export interface Token extends Span {
  readonly kind: TokenKind;
}

export const keywords = [
  'import', 'from', 'const', 'module', 'network', 'input', 'defaults', 'concat', 'add', 'multiply', 'branch', 'repeat',
  'in', 'if', 'else', 'head', 'output', 'precision', 'expect', 'budget', 'true', 'false', 'and', 'or', 'not',
] as const; // biome-ignore format: a table of words

export type Keyword = (typeof keywords)[number];

/** An identifier where it stands. `text` is its spelling. */
export interface Name extends Span {
  readonly kind: 'identifier';
  readonly text: string;
}

export interface SourceFile extends Span {
  readonly kind: 'file';
  readonly file: FileId;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly declarations: readonly Declaration[];
  /** What the lexer and the parser have to say, in order of position. */
  readonly diagnostics: readonly Diagnostic[];
}

// ---- Declarations ----

export type Declaration = ImportDeclaration | ConstDeclaration | ModuleDeclaration | NetworkDeclaration;

export interface ImportSpecifier extends Span {
  readonly kind: 'specifier';
  readonly name: Name;
  /** The name after `as`. */
  readonly alias: Name | undefined;
}

export interface ImportDeclaration extends Span {
  readonly kind: 'import';
  readonly specifiers: readonly ImportSpecifier[];
  readonly path: StringExpression | undefined;
}

/** `const name = value`, or `const [a, b] = list`, which names the items of a list. */
export interface ConstDeclaration extends Span {
  readonly kind: 'const';
  /** Markdown of the `///` lines before it; `undefined` without any. */
  readonly documentation: string | undefined;
  readonly name: Name | undefined;
  /** In place of the name. */
  readonly pattern: Pattern | undefined;
  readonly value: Expression | undefined;
}

/** `[c, n, s]`: names for the items of a list, in order. */
export interface Pattern extends Span {
  readonly kind: 'pattern';
  readonly names: readonly Name[];
  /** A name in it could not be read: how many there are is not known. */
  readonly incomplete: boolean;
}

export interface Parameter extends Span {
  readonly kind: 'parameter';
  readonly name: Name;
  readonly defaultValue: Expression | undefined;
}

interface Definition extends Span {
  readonly documentation: string | undefined;
  readonly name: Name | undefined;
  readonly parameters: readonly Parameter[];
  /** From the keyword up to the `)` behind the parameters; without a list up to the end of the name. */
  readonly header: Span;
  /** `undefined` while it is not written yet. */
  readonly body: Body | undefined;
}

export interface ModuleDeclaration extends Definition {
  readonly kind: 'module';
}

export interface NetworkDeclaration extends Definition {
  readonly kind: 'network';
}

// ---- Statements ----

/** Statements between braces; the span includes the braces (the closing one may be missing). */
export interface Body extends Span {
  readonly kind: 'body';
  readonly statements: readonly Statement[];
}

export type Statement =
  | InputStatement
  | ConstDeclaration
  | CallStatement
  | JoinStatement
  | JoinCallStatement
  | FromStatement
  | RepeatStatement
  | IfStatement
  | HeadStatement
  | OutputStatement
  | DefaultsStatement
  | PrecisionStatement
  | ExpectStatement
  | BudgetStatement
  | ErrorStatement;

interface StatementBase extends Span {
  readonly documentation: string | undefined;
}

/** `input image: 224x224x3`. Without a name it is called `input`. */
export interface InputStatement extends StatementBase {
  readonly kind: 'input';
  readonly name: Name | undefined;
  readonly shape: Expression | undefined;
}

/** `conv(64, 3x3)` or `stem = conv(64, 3x3)`. */
export interface CallStatement extends StatementBase {
  readonly kind: 'call';
  /** The name before `=`. */
  readonly label: Name | undefined;
  readonly callee: Name;
  readonly arguments: readonly Argument[];
  /** False where `conv` stands without parentheses, which is a mistake of the user's. */
  readonly hasParentheses: boolean;
  /**
   * A mistake in the list has been reported: an argument that seems to be missing may only be
   * unreadable, so its absence is not reported again.
   */
  readonly incomplete: boolean;
  /** Where a `->` on the same line leads on from this named call. */
  readonly continued: boolean;
}

export interface Argument extends Span {
  readonly kind: 'argument';
  /** The name before `=`; `undefined` for an argument by position. */
  readonly name: Name | undefined;
  /** `undefined` where it is not written yet. */
  readonly value: Expression | undefined;
}

export type JoinKind = 'concat' | 'add' | 'multiply';

/** `concat { branch { ... } branch { ... } }`. */
export interface JoinStatement extends StatementBase {
  readonly kind: 'join';
  readonly label: Name | undefined;
  readonly join: JoinKind;
  /** The word `concat`, `add` or `multiply`. */
  readonly keyword: Span;
  readonly branches: readonly Branch[];
  /** A mistake among what is joined has been reported: the result is unknown. */
  readonly incomplete: boolean;
}

export interface Branch extends Span {
  readonly kind: 'branch';
  readonly keyword: Span;
  readonly documentation: string | undefined;
  readonly name: Name | undefined;
  /** The result named after `from`. */
  readonly source: Name | undefined;
  readonly body: Body | undefined;
}

/** `concat(a, b)`: joins named results. */
export interface JoinCallStatement extends StatementBase {
  readonly kind: 'join-call';
  readonly label: Name | undefined;
  readonly join: JoinKind;
  readonly keyword: Span;
  readonly operands: readonly Name[];
  /** A mistake among what is joined has been reported: the result is unknown. */
  readonly incomplete: boolean;
}

/** `from name`: a named result becomes the flow. */
export interface FromStatement extends StatementBase {
  readonly kind: 'from';
  readonly source: Name | undefined;
}

/** `repeat 4 { }`, `repeat i in 1..4 { }` or `repeat row in list { }`. */
export interface RepeatStatement extends StatementBase {
  readonly kind: 'repeat';
  readonly label: Name | undefined;
  readonly keyword: Span;
  /** Without one the turns are counted. */
  readonly variable: Name | Pattern | undefined;
  readonly turns: Turns;
  readonly body: Body | undefined;
}

/** What a repeat turns over; the parts that are not written yet are `undefined`. */
export type Turns =
  | { readonly over: 'count'; readonly count: Expression | undefined }
  /** `excludesLast`: written with `..<`. */
  | {
      readonly over: 'range';
      readonly first: Expression | undefined;
      readonly last: Expression | undefined;
      readonly excludesLast: boolean;
    }
  | { readonly over: 'list'; readonly list: Expression };

/** `if a { } else if b { } else { }`: a list of sides, as long chains are no nesting. */
export interface IfStatement extends StatementBase {
  readonly kind: 'if';
  readonly label: Name | undefined;
  readonly keyword: Span;
  readonly sides: readonly Side[];
}

/** One `if condition { }`, `else if condition { }` or `else { }`. */
export interface Side extends Span {
  readonly kind: 'side';
  /** Taken where nothing before it was, whatever may be written as a condition. */
  readonly isElse: boolean;
  /** `undefined` for an `else`, and where it is not written yet. */
  readonly condition: Expression | undefined;
  readonly body: Body | undefined;
}

export interface HeadStatement extends StatementBase {
  readonly kind: 'head';
  readonly name: Name | undefined;
  readonly source: Name | undefined;
  readonly body: Body | undefined;
}

export interface OutputStatement extends StatementBase {
  readonly kind: 'output';
  readonly name: Name | undefined;
  readonly source: Name | undefined;
  readonly body: Body | undefined;
}

/** `defaults { conv(norm = batchnorm()) }`: calls of which only named arguments count. */
export interface DefaultsStatement extends StatementBase {
  readonly kind: 'defaults';
  readonly entries: readonly CallExpression[];
}

/** `precision float16`, or `precision weights = int8, activations = float16`. */
export interface PrecisionStatement extends StatementBase {
  readonly kind: 'precision';
  readonly settings: readonly Argument[];
}

export type ComparisonOperator = '==' | '!=' | '<=' | '<' | '>=' | '>' | '~';

export interface ExpectStatement extends StatementBase {
  readonly kind: 'expect';
  readonly checks: readonly Check[];
}

/** A shape (`28x28x192`), or `metric op value`. */
export type Check = ShapeCheck | MetricCheck;

export interface ShapeCheck extends Span {
  readonly kind: 'shape';
  readonly shape: Expression;
}

export interface MetricCheck extends Span {
  readonly kind: 'metric';
  readonly metric: Name;
  readonly operator: ComparisonOperator | undefined;
  readonly value: Expression | undefined;
}

export interface BudgetStatement extends StatementBase {
  readonly kind: 'budget';
  readonly metric: Name | undefined;
  /** Anything but `<=` is a mistake of the user's. */
  readonly operator: ComparisonOperator | undefined;
  readonly operatorSpan: Span | undefined;
  readonly limit: Expression | undefined;
}

/** Text that is no statement; already reported. */
export interface ErrorStatement extends StatementBase {
  readonly kind: 'error';
  /** The name before `=`, where there was one: a result that is known by name only. */
  readonly label: Name | undefined;
}

// ---- Expressions ----

export type Expression =
  | NumberExpression
  | SizeExpression
  | ListExpression
  | BooleanExpression
  | StringExpression
  | NameExpression
  | CallExpression
  | IndexExpression
  | ConditionalExpression
  | UnaryExpression
  | BinaryExpression
  | GroupExpression
  | ErrorExpression;

/** `64`, `1.6G`, `159Ki`, `7MB`: `value` has its suffix multiplied in. */
export interface NumberExpression extends Span {
  readonly kind: 'number';
  readonly value: number;
  /** One unit of the last written digit, times the suffix: what `~` allows. */
  readonly unit: number;
}

/** `224x224x3`. */
export interface SizeExpression extends Span {
  readonly kind: 'size';
  readonly dimensions: readonly number[];
}

export interface ListExpression extends Span {
  readonly kind: 'list';
  readonly items: readonly Expression[];
  /** A bracket is missing or too many: which values were meant for it is not known. */
  readonly incomplete: boolean;
}

export interface BooleanExpression extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** `value` has its escapes resolved. */
export interface StringExpression extends Span {
  readonly kind: 'string';
  readonly value: string;
}

export interface NameExpression extends Span {
  readonly kind: 'name';
  readonly name: Name;
}

/** `max(a, b)`, or a layer given as a value: `batchnorm(scale = false)`. */
export interface CallExpression extends Span {
  readonly kind: 'call-expression';
  readonly callee: Name;
  readonly arguments: readonly Argument[];
  /**
   * A mistake in the list has been reported: an argument that seems to be missing may only be
   * unreadable, so its absence is not reported again.
   */
  readonly incomplete: boolean;
}

/** `list[i]`, counted from 0. */
export interface IndexExpression extends Span {
  readonly kind: 'index';
  readonly list: Expression;
  readonly index: Expression;
}

/** `a if condition else b`. */
export interface ConditionalExpression extends Span {
  readonly kind: 'conditional';
  readonly whenTrue: Expression;
  readonly condition: Expression;
  readonly whenFalse: Expression;
}

export interface UnaryExpression extends Span {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | 'not';
  readonly operand: Expression;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '**';

export type BinaryOperator = ArithmeticOperator | Exclude<ComparisonOperator, '~'> | 'and' | 'or';

export interface BinaryExpression extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface GroupExpression extends Span {
  readonly kind: 'group';
  readonly inner: Expression;
}

/** Text that is no expression; already reported. */
export interface ErrorExpression extends Span {
  readonly kind: 'error-expression';
  /** The word in wrong quotes (`'same'`): read as meant where it is one of the words that may stand there. */
  readonly word?: string;
}

// ---- All of them ----

/** Anything in the tree, told apart by its `kind`. */
export type SyntaxNode =
  | SourceFile
  | Declaration
  | Statement
  | Body
  | Branch
  | Side
  | Parameter
  | Pattern
  | ImportSpecifier
  | Argument
  | Check
  | Expression
  | Name;
