import { fillIn, placeholdersIn } from '#course/parameters.ts';

/** What each text node said before its placeholders were filled in, so that other values can be put in later. */
const originals = new WeakMap<Text, string>();

/** Puts an exercise's names and numbers in place of `@name@` everywhere below an element. Unknown placeholders stay. */
export function fillPlaceholders(root: Node, values: Readonly<Record<string, string>>): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue;
    const original = originals.get(node) ?? node.data;
    const names = placeholdersIn(original);
    if (names.length === 0 || !names.every((name) => name in values)) continue;
    originals.set(node, original);
    const filled = fillIn(original, values);
    if (node.data !== filled) node.data = filled;
  }
}
