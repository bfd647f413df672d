import { type Token, type TokenKind, YamlScanner } from './scanner.ts';
import { type YamlError, yamlErrorAt } from './yaml-error.ts';

/** A piece of a document before its scalars mean anything. */
export type YamlNode =
  | { readonly kind: 'scalar'; readonly text: string; readonly quoted: boolean; readonly tag: string }
  | { readonly kind: 'sequence'; readonly items: YamlNode[]; readonly tag: string }
  | { readonly kind: 'mapping'; readonly entries: [YamlNode, YamlNode][]; readonly tag: string }
  | { readonly kind: 'alias'; readonly name: string; readonly target: YamlNode };

/**
 * The first document of a text; undefined when there is none.
 * @throws YamlError
 */
export function composeYaml(text: string): YamlNode | undefined {
  return new Composer(new YamlScanner(text)).composeDocument();
}

/** An error of the parser: it counts lines from 0, and does not name the first. */
function failAt(token: Token, problem: string): YamlError {
  return yamlErrorAt(token.mark.line, problem);
}

const nothing: YamlNode = { kind: 'scalar', text: '', quoted: false, tag: '' };

class Composer {
  readonly #scanner: YamlScanner;
  readonly #anchors = new Map<string, YamlNode>();

  constructor(scanner: YamlScanner) {
    this.#scanner = scanner;
  }

  composeDocument(): YamlNode | undefined {
    while (this.#isNext('document-end')) this.#scanner.take();
    if (this.#isNext('stream-end')) return undefined;
    const isExplicit = this.#isNext('directive', 'document-start');
    while (this.#isNext('directive')) this.#scanner.take();
    if (isExplicit && !this.#isNext('document-start')) throw failAt(this.#scanner.peek(), 'did not find expected <document start>');
    if (isExplicit) this.#scanner.take();
    if (this.#isNext('directive', 'document-start', 'document-end', 'stream-end')) return nothing;
    const node = this.#composeNode(true, false);
    // The end of the document is looked for, so that what the scanner cannot read after it is an error.
    this.#scanner.peek();
    return node;
  }

  #isNext(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.#scanner.peek().kind);
  }

  /** @param isBlock whether a block may begin here @param isIndentless whether a list may stand at its key's own column */
  #composeNode(isBlock: boolean, isIndentless: boolean): YamlNode {
    if (this.#isNext('alias')) return this.#composeAlias();
    let anchor: string | undefined;
    let tag = '';
    while (this.#isNext('anchor', 'tag')) {
      const { kind, text } = this.#scanner.peek();
      if (kind === 'anchor' ? anchor !== undefined : tag !== '') break;
      if (kind === 'anchor') anchor = text;
      else tag = text;
      this.#scanner.take();
    }
    const token = this.#scanner.peek();
    if (token.kind === 'plain' || token.kind === 'quoted') {
      this.#scanner.take();
      return this.#remember(anchor, { kind: 'scalar', text: token.text, quoted: token.kind === 'quoted', tag });
    }
    const isSequence = token.kind === 'flow-sequence' || (isBlock && token.kind === 'block-sequence') || (isIndentless && token.kind === 'block-entry');
    if (isSequence) {
      const node = this.#remember(anchor, { kind: 'sequence' as const, items: [], tag });
      this.#composeSequence(token, node.items);
      return node;
    }
    if (token.kind === 'flow-mapping' || (isBlock && token.kind === 'block-mapping')) {
      const node = this.#remember(anchor, { kind: 'mapping' as const, entries: [], tag });
      this.#scanner.take();
      if (token.kind === 'flow-mapping') this.#composeFlowMapping(node.entries);
      else this.#composeBlockMapping(node.entries);
      return node;
    }
    if (anchor !== undefined || tag !== '') return this.#remember(anchor, { kind: 'scalar', text: '', quoted: false, tag });
    throw failAt(token, 'did not find expected node content');
  }

  #remember<N extends YamlNode>(anchor: string | undefined, node: N): N {
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    return node;
  }

  #composeAlias(): YamlNode {
    const { text } = this.#scanner.take();
    const target = this.#anchors.get(text);
    if (target === undefined) throw yamlErrorAt(0, `unknown anchor '${text}' referenced`);
    return { kind: 'alias', name: text, target };
  }

  #composeSequence(start: Token, items: YamlNode[]): void {
    if (start.kind === 'block-entry') {
      while (this.#isNext('block-entry')) {
        this.#scanner.take();
        items.push(this.#isNext('block-entry', 'key', 'value', 'block-end') ? nothing : this.#composeNode(true, false));
      }
      return;
    }
    this.#scanner.take();
    if (start.kind === 'flow-sequence') {
      this.#composeFlowSequence(items);
      return;
    }
    while (this.#isNext('block-entry')) {
      this.#scanner.take();
      items.push(this.#isNext('block-entry', 'block-end') ? nothing : this.#composeNode(true, false));
    }
    const end = this.#scanner.take();
    if (end.kind !== 'block-end') throw failAt(end, "did not find expected '-' indicator");
  }

  #composeBlockMapping(entries: [YamlNode, YamlNode][]): void {
    while (this.#isNext('key')) {
      this.#scanner.take();
      const key = this.#isNext('key', 'value', 'block-end') ? nothing : this.#composeNode(true, true);
      entries.push([key, this.#composeValue(true)]);
    }
    const end = this.#scanner.take();
    if (end.kind !== 'block-end') throw failAt(end, 'did not find expected key');
  }

  /** The value after a key: nothing when there is no colon or nothing after it. */
  #composeValue(isBlock: boolean): YamlNode {
    if (!this.#isNext('value')) return nothing;
    this.#scanner.take();
    const isEmpty = isBlock ? this.#isNext('key', 'value', 'block-end') : this.#isNext('flow-entry', 'flow-mapping-end', 'flow-sequence-end');
    return isEmpty ? nothing : this.#composeNode(isBlock, isBlock);
  }

  #composeFlowSequence(items: YamlNode[]): void {
    for (let isFirst = true; !this.#isNext('flow-sequence-end'); isFirst = false) {
      if (!isFirst) {
        const separator = this.#scanner.take();
        if (separator.kind !== 'flow-entry') throw failAt(separator, "did not find expected ',' or ']'");
        if (this.#isNext('flow-sequence-end')) break;
      }
      if (this.#isNext('key')) {
        this.#scanner.take();
        const key = this.#isNext('value', 'flow-entry', 'flow-sequence-end') ? nothing : this.#composeNode(false, false);
        items.push({ kind: 'mapping', entries: [[key, this.#composeValue(false)]], tag: '' });
      } else items.push(this.#composeNode(false, false));
    }
    this.#scanner.take();
  }

  #composeFlowMapping(entries: [YamlNode, YamlNode][]): void {
    for (let isFirst = true; !this.#isNext('flow-mapping-end'); isFirst = false) {
      if (!isFirst) {
        const separator = this.#scanner.take();
        if (separator.kind !== 'flow-entry') throw failAt(separator, "did not find expected ',' or '}'");
        if (this.#isNext('flow-mapping-end')) break;
      }
      if (this.#isNext('key')) {
        this.#scanner.take();
        const key = this.#isNext('value', 'flow-entry', 'flow-mapping-end') ? nothing : this.#composeNode(false, false);
        entries.push([key, this.#composeValue(false)]);
      } else entries.push([this.#composeNode(false, false), nothing]);
    }
    this.#scanner.take();
  }
}
