import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--paper)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', fontSize: '14px', lineHeight: '1.4' },
  '.cm-gutters': { backgroundColor: 'var(--paper)', color: 'var(--ink-soft)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--sunken)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '& .cm-fat-cursor': { background: 'var(--accent) !important', color: 'var(--accent-ink) !important' },
  '&:not(.cm-focused) .cm-fat-cursor': { background: 'none !important', outline: '1px solid var(--accent) !important', color: 'inherit !important' },
  '& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--sea-wash)' },
  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--ink)', borderTop: '1px solid var(--line)' },
  '.cm-panel input, .cm-vim-panel input': { color: 'var(--ink)', backgroundColor: 'transparent', font: 'inherit' },
  '.cm-matchingBracket': { outline: '1px solid var(--sea)' },
});

const syntax = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--code-constant)' },
  { tag: [tags.string, tags.content], color: 'var(--code-string)' },
  { tag: [tags.keyword, tags.bool, tags.number, tags.null], color: 'var(--code-keyword)' },
  { tag: [tags.comment, tags.meta], color: 'var(--code-comment)' },
]);

/** The editor in the site's colours. */
export const editorAppearance = [colours, syntaxHighlighting(syntax)];

/** The styles of the box around the editor. The custom properties are the page's. */
export function overlayStyles(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { position: absolute; inset: 0; z-index: 2; display: flex; flex-direction: column; background: var(--paper); }
    .body { flex: 1; min-height: 0; }
    .foot { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem; padding: 0.25rem 0.75rem; background: var(--sunken); border-top: 1px solid var(--line); font: 0.8125rem/1.5 var(--font-code); }
    .foot span { flex: 1; min-width: 12rem; color: var(--ink-soft); }
    .complaint { color: var(--bad); }
    button { font: inherit; color: var(--ink); background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--corner); padding: 0 0.5rem; min-height: 1.75rem; cursor: pointer; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
    .cm-content:focus-visible { outline: none; }
  `);
  return sheet;
}
