import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { Terminal } from '@xterm/xterm';
import { withAllowedStyles } from './csp-styles.ts';
import { terminalTheme } from './palette.ts';

export interface ScreenOptions {
  /** Keys, pasted text and the terminal's own answers. */
  onInput(data: string): void;
  onResize(columns: number, rows: number): void;
}

/** A terminal that can be taken from one page to the next. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** Shows the terminal in an element and fits it to the room there. @param label what a screen reader calls it */
  attach(host: HTMLElement, label: string): void;
  /** Takes the terminal out of an element. @returns whether it was still there, and not on another page already */
  detach(host: HTMLElement): boolean;
  write(data: string): void;
  clear(): void;
  focus(): void;
  /** Types text as if it were pasted: several lines are not run one by one. */
  paste(text: string): void;
  dispose(): void;
}

/** Keys the page keeps: Shift+Tab leaves the terminal; Ctrl+C copies when something is selected. */
function isForPage(terminal: Terminal, event: KeyboardEvent): boolean {
  if (event.key === 'Tab' && event.shiftKey) return true;
  return event.key === 'c' && (event.ctrlKey || event.metaKey) && !event.shiftKey && terminal.hasSelection();
}

/** Creates a terminal; nothing is shown until it is attached. */
export function createScreen(options: ScreenOptions): Screen {
  const fit = new FitAddon();
  const terminal = withAllowedStyles(
    (documentOverride) =>
      new Terminal({
        documentOverride,
        allowProposedApi: true,
        screenReaderMode: true,
        cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
        fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-code'),
        fontSize: 14,
        scrollback: 5000,
        minimumContrastRatio: 4.5,
      }),
  );
  terminal.loadAddon(fit);
  terminal.loadAddon(new UnicodeGraphemesAddon());
  terminal.attachCustomKeyEventHandler((event) => !isForPage(terminal, event));
  terminal.onData(options.onInput);
  terminal.onResize(({ cols, rows }) => options.onResize(cols, rows));

  const resized = new ResizeObserver(() => fit.fit());
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const recolour = (): void => {
    const host = terminal.element?.parentElement;
    if (host) terminal.options.theme = terminalTheme(host);
  };
  dark.addEventListener('change', recolour);
  document.addEventListener('drydock:theme', recolour);

  return {
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    attach(host, label) {
      withAllowedStyles(() => {
        if (terminal.element) host.append(terminal.element);
        else terminal.open(host);
      });
      terminal.textarea?.setAttribute('aria-label', label);
      recolour();
      resized.disconnect();
      resized.observe(host);
      fit.fit();
    },
    detach(host) {
      if (terminal.element?.parentElement !== host) return false;
      resized.disconnect();
      terminal.element.remove();
      return true;
    },
    write: (data) => terminal.write(data),
    clear: () => terminal.reset(),
    focus: () => terminal.focus(),
    paste: (text) => terminal.paste(text),
    dispose() {
      resized.disconnect();
      dark.removeEventListener('change', recolour);
      document.removeEventListener('drydock:theme', recolour);
      terminal.dispose();
    },
  };
}
