import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, Pair } from 'yaml';

type Path = (string | number)[];

export interface ReadYaml {
  value: unknown;
  /** Why the text is no YAML. `place` is line and column. */
  faults: { place: string; message: string }[];
  /** `line:column` of a field, or of the nearest field above it that is there. */
  place: (path: Path) => string;
}

/** Reads YAML 1.2 and keeps where each field stands. Throws nothing: faults are values. */
export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const faults = [...document.errors, ...document.warnings].map((error) => ({
    place: placeOf(error.pos[0]),
    message: `not YAML: ${error.message.split('\n')[0]}`,
  }));
  let value: unknown = null;
  if (faults.length === 0) {
    try {
      value = document.toJS({ maxAliasCount: 100 });
    } catch (error) {
      faults.push({ place: '1:1', message: `not YAML: ${(error as Error).message.split('\n')[0]}` });
    }
  }
  return { value, faults, place: (path) => placeOf(offsetOf(document, path)) };
}

function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => isScalar(item.key) && item.key.value === String(step));
      if (!pair) break;
      // The key's place, not the value's: that is where a reader looks for a field.
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = startOf(node) ?? offset;
    } else break;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
