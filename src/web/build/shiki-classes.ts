import { createCssVariablesTheme, type ShikiTransformer } from 'shiki';

/**
 * Highlighting for a page whose policy allows no inline styles: Shiki is given a theme whose colours are CSS variables,
 * and what it would write as `style="color:var(--code-token-string)"` becomes `class="code-string"`.
 */
export const colourVariables = createCssVariablesTheme({ name: 'drydock', variablePrefix: '--code-', variableDefaults: {}, fontStyle: true });

/** @returns the class for one CSS declaration of Shiki's; '' where the style sheet says it already */
function classOf(declaration: string): string {
  const colour = /^color:\s*var\(--code-(?:token-)?([\w-]+)\)$/.exec(declaration)?.[1];
  if (colour !== undefined) return colour === 'foreground' ? '' : `code-${colour}`;
  if (declaration.startsWith('font-style:')) return 'code-italic';
  if (declaration.startsWith('font-weight:')) return 'code-bold';
  return '';
}

/** Replaces the style attributes of highlighted code by classes (see styles/code.css). */
export const stylesToClasses: ShikiTransformer = {
  name: 'styles-to-classes',
  enforce: 'post',
  span(node) {
    const style = node.properties['style'];
    if (typeof style !== 'string') return;
    delete node.properties['style'];
    for (const declaration of style.split(';')) {
      const name = classOf(declaration.trim());
      if (name) this.addClassToHast(node, name);
    }
  },
  pre(node) {
    delete node.properties['style'];
  },
};

/** Reads ```` ```yaml title="pod.yaml" {3,5-7} ````: a caption, and lines to point at. */
export const metaAttributes: ShikiTransformer = {
  name: 'meta-attributes',
  pre(node) {
    const title = /title="([^"]+)"/.exec(this.options.meta?.__raw ?? '')?.[1];
    if (title !== undefined) node.properties['data-title'] = title;
  },
  line(node, number) {
    const ranges = /\{([\d,-]+)\}/.exec(this.options.meta?.__raw ?? '')?.[1]?.split(',') ?? [];
    const isMarked = ranges.some((range) => {
      const [from = 0, to = from] = range.split('-').map(Number);
      return number >= from && number <= to;
    });
    if (isMarked) this.addClassToHast(node, 'code-marked');
  },
};
