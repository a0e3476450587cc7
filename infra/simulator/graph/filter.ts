import { badRequest } from './wire.ts';

/** A `$filter` of OData, read once and asked of each object. */
export interface Filter {
  test: (item: Record<string, unknown>) => boolean;
  /** It uses `ne`, `not`, `endsWith` and the like, which Entra answers only with ConsistencyLevel: eventual and $count=true. */
  advanced: boolean;
  /** The value in `name eq 'value'` where that is the whole filter. */
  equals: (name: string) => string | undefined;
}

type Value = string | number | boolean | null;
type Test = (item: Record<string, unknown>) => boolean;

const TOKEN =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<date>\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)|(?<number>-?\d+(?:\.\d+)?)|(?<name>[A-Za-z_][\w.]*(?:\/[A-Za-z_][\w.]*)*)|(?<sign>[(),:]))/y;

interface Token {
  kind: 'text' | 'date' | 'number' | 'name' | 'sign' | 'end';
  text: string;
}

/** Reads the part of OData's filter language that Graph's clients use; anything else is Graph's "Invalid filter clause". */
export function parseFilter(source: string): Filter {
  return new FilterParser(source).parse();
}

class FilterParser {
  private readonly tokens: Token[];
  private at = 0;
  private advanced = false;
  private readonly equalities: [string, string][] = [];
  private comparisons = 0;

  constructor(source: string) {
    this.tokens = tokenise(source);
  }

  parse(): Filter {
    const test = this.either();
    if (this.peek().kind !== 'end') throw invalid(`unexpected '${this.peek().text}'`);
    const only = this.comparisons === 1 && !this.advanced ? this.equalities[0] : undefined;
    return { test, advanced: this.advanced, equals: (name) => (only?.[0] === name ? only[1] : undefined) };
  }

  private either(): Test {
    let left = this.both();
    while (this.takeWord('or')) {
      const [first, second] = [left, this.both()];
      left = (item) => first(item) || second(item);
    }
    return left;
  }

  private both(): Test {
    let left = this.single();
    while (this.takeWord('and')) {
      const [first, second] = [left, this.single()];
      left = (item) => first(item) && second(item);
    }
    return left;
  }

  private single(): Test {
    if (this.takeWord('not')) {
      this.advanced = true;
      const inner = this.single();
      return (item) => !inner(item);
    }
    if (this.takeSign('(')) {
      const inner = this.either();
      this.sign(')');
      return inner;
    }
    const name = this.take('name');
    if (this.takeSign('(')) return this.call(name);
    return this.comparison(name);
  }

  private call(name: string): Test {
    const parts = name.split('/');
    const called = parts.pop()?.toLowerCase();
    if (called === 'any') return this.any(parts.join('/'));
    const property = this.take('name');
    this.sign(',');
    const wanted = String(this.value()).toLowerCase();
    this.sign(')');
    this.comparisons += 1;
    const read = reader(property);
    const text = (item: Record<string, unknown>) => String(read(item) ?? '').toLowerCase();
    if (called === 'startswith') return (item) => text(item).startsWith(wanted);
    this.advanced = true;
    if (called === 'endswith') return (item) => text(item).endsWith(wanted);
    if (called === 'contains') return (item) => text(item).includes(wanted);
    throw invalid(`unknown function '${name}'`);
  }

  /** `singleValueExtendedProperties/Any(ep: ep/id eq 'x' and ep/value eq 'y')`. */
  private any(property: string): Test {
    const variable = this.take('name');
    this.sign(':');
    const strip = this.tokens.slice(this.at);
    for (const token of strip) {
      if (token.kind === 'name' && token.text === variable) token.text = '$it';
      if (token.kind === 'name' && token.text.startsWith(`${variable}/`))
        token.text = token.text.slice(variable.length + 1);
    }
    const inner = this.either();
    this.sign(')');
    this.comparisons += 1;
    const read = reader(property);
    return (item) => {
      const list = read(item);
      return Array.isArray(list) && list.some((entry) => inner(asItem(entry)));
    };
  }

  private comparison(property: string): Test {
    const operator = this.take('name');
    const read = reader(property);
    this.comparisons += 1;
    if (operator === 'in') {
      this.sign('(');
      const values = [this.value()];
      while (this.takeSign(',')) values.push(this.value());
      this.sign(')');
      return (item) => values.some((value) => compare(read(item), value) === 0);
    }
    const value = this.value();
    if (operator === 'eq' && typeof value === 'string') this.equalities.push([property, value]);
    if (operator === 'eq') return (item) => compare(read(item), value) === 0;
    if (operator === 'ne') {
      this.advanced = true;
      return (item) => compare(read(item), value) !== 0;
    }
    const wanted = { gt: [1], ge: [0, 1], lt: [-1], le: [-1, 0] }[operator];
    if (!wanted) throw invalid(`unknown operator '${operator}'`);
    return (item) => wanted.includes(compare(read(item), value));
  }

  private value(): Value {
    const token = this.peek();
    this.at += 1;
    if (token.kind === 'text') return token.text.slice(1, -1).replaceAll("''", "'");
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'date') return token.text;
    if (token.text === 'true' || token.text === 'false') return token.text === 'true';
    if (token.text === 'null') return null;
    throw invalid(`a value is expected in place of '${token.text}'`);
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '' };
  }

  private take(kind: Token['kind']): string {
    const token = this.peek();
    if (token.kind !== kind) throw invalid(`unexpected '${token.text}'`);
    this.at += 1;
    return token.text;
  }

  private takeWord(word: string): boolean {
    const token = this.peek();
    if (token.kind !== 'name' || token.text.toLowerCase() !== word) return false;
    this.at += 1;
    return true;
  }

  private takeSign(sign: string): boolean {
    const token = this.peek();
    if (token.kind !== 'sign' || token.text !== sign) return false;
    this.at += 1;
    return true;
  }

  private sign(sign: string): void {
    if (!this.takeSign(sign)) throw invalid(`'${sign}' is expected in place of '${this.peek().text}'`);
  }
}

function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw invalid(`'${source.slice(from, from + 20)}' cannot be read`);
    const [kind, text] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? [];
    tokens.push({ kind: kind as Token['kind'], text: text ?? '' });
  }
  return tokens;
}

function reader(property: string): (item: Record<string, unknown>) => unknown {
  const names = property.split('/');
  return (item) => {
    let value: unknown = item;
    for (const name of names) value = (value as Record<string, unknown> | null | undefined)?.[name];
    return value ?? null;
  };
}

function asItem(entry: unknown): Record<string, unknown> {
  return typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : { $it: entry };
}

/** Texts without regard to case, as Entra and Exchange compare them; null only equals null. */
function compare(left: unknown, right: Value): number {
  if (left === null || right === null) return left === right ? 0 : Number.NaN;
  if (typeof left === 'string' && typeof right === 'string') {
    const [a, b] = [left.toLowerCase(), right.toLowerCase()];
    return a === b ? 0 : a < b ? -1 : 1;
  }
  if (typeof left !== typeof right) return Number.NaN;
  return left === right ? 0 : (left as number) < (right as number) ? -1 : 1;
}

function invalid(why: string) {
  return badRequest(`Invalid filter clause: ${why}.`, 'BadRequest');
}
