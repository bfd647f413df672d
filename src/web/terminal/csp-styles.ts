/**
 * xterm.js writes its styles into <style> elements and style attributes, which a policy without 'unsafe-inline' refuses.
 * Constructable style sheets and CSSOM are allowed, so while xterm builds its elements, it is given a document whose
 * <style> is a SheetElement; and spans take their style attribute as `style.cssText`.
 */
class SheetElement extends HTMLElement {
  readonly #sheet = new CSSStyleSheet();

  override set textContent(css: string | null) {
    this.#sheet.replaceSync(css ?? '');
  }

  override get textContent(): string {
    return '';
  }

  connectedCallback(): void {
    const { ownerDocument } = this;
    if (!ownerDocument.adoptedStyleSheets.includes(this.#sheet)) ownerDocument.adoptedStyleSheets.push(this.#sheet);
  }

  disconnectedCallback(): void {
    const { ownerDocument } = this;
    ownerDocument.adoptedStyleSheets = ownerDocument.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
  }
}

const createNative = Document.prototype.createElement;

function createElement(this: unknown, tag: string): HTMLElement {
  return tag.toLowerCase() === 'style' ? new SheetElement() : createNative.call(document, tag);
}

/** Spans are what xterm's DOM renderer sets style attributes on. */
function letSpansTakeStyles(): void {
  HTMLSpanElement.prototype.setAttribute = function setAttribute(name, value) {
    if (name === 'style') this.style.cssText = value;
    else Element.prototype.setAttribute.call(this, name, value);
  };
}

/** Runs code that builds xterm's elements. @param build is given the document to hand to xterm as `documentOverride` */
export function withAllowedStyles<T>(build: (document: Document) => T): T {
  if (!customElements.get('drydock-sheet')) {
    customElements.define('drydock-sheet', SheetElement);
    letSpansTakeStyles();
  }
  const facade = new Proxy(document, {
    get(target, key) {
      if (key === 'createElement') return createElement;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  // The scrollbar takes window.document, not documentOverride.
  document.createElement = createElement as typeof document.createElement;
  try {
    return build(facade);
  } finally {
    Reflect.deleteProperty(document, 'createElement');
  }
}
