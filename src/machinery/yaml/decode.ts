import { quoteGo } from '../json.ts';
import type { Json } from '../object.ts';
import type { YamlNode } from './compose.ts';
import { resolveScalar } from './scalars.ts';
import { YamlError } from './yaml-error.ts';

/** How many nodes aliases may add before a document counts as an attack. */
const aliasLimit = 400_000;

const decodedTags: Readonly<Record<string, string>> = { '!!int': '!!int', '!!float': '!!float', '!!bool': '!!bool', '!!null': '!!null' };

/** A document as JSON: what its scalars mean, merged keys, keys as texts. @throws YamlError */
export function decodeYaml(node: YamlNode): Json {
  return new Decoder().decode(node);
}

class Decoder {
  /** Anchors on the way from the root to here: one that is met again contains itself. */
  readonly #open = new Set<YamlNode>();
  #aliasDepth = 0;
  #aliasedNodes = 0;

  decode(node: YamlNode): Json {
    if (this.#aliasDepth > 0) {
      this.#aliasedNodes += 1;
      if (this.#aliasedNodes > aliasLimit) throw new YamlError('yaml: document contains excessive aliasing');
    }
    switch (node.kind) {
      case 'scalar':
        return decodeScalar(node);
      case 'sequence':
        return node.items.map((item) => this.decode(item));
      case 'mapping':
        return this.#decodeMapping(node);
      case 'alias':
        return this.#followAlias(node, (target) => this.decode(target));
    }
  }

  #followAlias<T>(node: Extract<YamlNode, { kind: 'alias' }>, visit: (target: YamlNode) => T): T {
    if (this.#open.has(node.target)) throw new YamlError(`yaml: anchor '${node.name}' value contains itself`);
    this.#open.add(node.target);
    this.#aliasDepth += 1;
    const value = visit(node.target);
    this.#aliasDepth -= 1;
    this.#open.delete(node.target);
    return value;
  }

  #decodeMapping(node: Extract<YamlNode, { kind: 'mapping' }>): Json {
    const object: Record<string, Json> = {};
    this.#fill(object, node);
    return object;
  }

  #fill(object: Record<string, Json>, node: Extract<YamlNode, { kind: 'mapping' }>): void {
    for (const [key, value] of node.entries) {
      if (isMergeKey(key)) this.#merge(object, value);
      else {
        const name = this.#decodeKey(key, value);
        // A plain assignment to __proto__ would change the object's nature instead of adding a member.
        Object.defineProperty(object, name, { value: this.decode(value), enumerable: true, configurable: true, writable: true });
      }
    }
  }

  #merge(object: Record<string, Json>, value: YamlNode): void {
    if (value.kind === 'mapping') this.#fill(object, value);
    else if (value.kind === 'alias' && value.target.kind === 'mapping') {
      this.#followAlias(value, (target) => {
        if (target.kind === 'mapping') this.#fill(object, target);
      });
    } else if (value.kind === 'sequence' && value.items.every((item) => (item.kind === 'alias' ? item.target : item).kind === 'mapping')) {
      // Earlier maps win over later ones, so the later ones go first.
      for (const item of [...value.items].reverse()) this.#merge(object, item);
    } else throw new YamlError('yaml: map merge requires map or sequence of maps as the value');
  }

  #decodeKey(node: YamlNode, value: YamlNode): string {
    const key = this.decode(node);
    if (typeof key === 'string') return key;
    if (typeof key === 'number' || typeof key === 'boolean') return String(key);
    if (key === null) throw new YamlError(`unsupported map key of type: %!s(<nil>), key: <nil>, value: ${formatGoSyntax(this.decode(value))}`);
    throw new YamlError(`yaml: invalid map key: ${formatGoSyntax(key)}`);
  }
}

function isMergeKey(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.text === '<<' && !node.quoted && (node.tag === '' || node.tag === '!!merge');
}

function decodeScalar({ text, quoted, tag }: Extract<YamlNode, { kind: 'scalar' }>): Json {
  if (tag === '!!binary') return decodeBinary(text);
  const wanted = decodedTags[tag];
  // A tag that nobody defined is ignored, and what it marks is a text.
  if (wanted === undefined && (quoted || tag !== '')) return text;
  const meaning = resolveScalar(text);
  const value = meaning.kind === 'null' ? null : meaning.kind === 'boolean' || meaning.kind === 'number' ? meaning.value : text;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new YamlError(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`);
  }
  const found =
    value === null ? '!!null' : typeof value === 'boolean' ? '!!bool' : typeof value === 'number' ? (Number.isInteger(value) ? '!!int' : '!!float') : '!!str';
  const fits = wanted === undefined || found === wanted || (wanted === '!!float' && found === '!!int');
  if (!fits) throw new YamlError(`yaml: cannot decode ${found} \`${text}\` as a ${wanted}`);
  return value;
}

function decodeBinary(text: string): string {
  const base64 = text.replace(/\s/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64))
    throw new YamlError('yaml: !!binary value contains invalid base64 data');
  return new TextDecoder('utf-8').decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
}

/** A value as Go's `%#v` prints it, which is what an impossible key shows. */
function formatGoSyntax(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'string') return quoteGo(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(formatGoSyntax).join(', ')}}`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[interface {}]interface {}{${entries.map(([key, member]) => `${quoteGo(key)}:${formatGoSyntax(member)}`).join(', ')}}`;
}
