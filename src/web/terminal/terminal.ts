import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
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

/** In screen-reader mode xterm passes over text that comes without a key: dictation, an emoji panel. */
function takeTextWithoutKeys(terminal: Terminal): void {
  const { textarea } = terminal;
  let isKeyDown = false;
  textarea?.addEventListener('keydown', () => {
    isKeyDown = true;
  });
  textarea?.addEventListener('keyup', () => {
    isKeyDown = false;
  });
  textarea?.addEventListener('input', (event) => {
    if (!(event instanceof InputEvent) || event.inputType !== 'insertText' || event.isComposing || isKeyDown) return;
    if (event.data) terminal.input(event.data);
  });
}

/** Text whose width xterm does not know by itself: emoji, joined and combined characters. Chinese is not among it. */
const NEEDS_GRAPHEMES = /[\p{Extended_Pictographic}\p{Mark}\u200d]/u;

/** Writes to a terminal in order; loads the table of grapheme widths before the first text that needs it. */
function createWriter(terminal: Terminal): (data: string) => void {
  let loading: Promise<void> | undefined;
  let isLoaded = false;
  let waiting = '';
  const load = async (): Promise<void> => {
    const { UnicodeGraphemesAddon } = await import('@xterm/addon-unicode-graphemes');
    terminal.loadAddon(new UnicodeGraphemesAddon());
  };
  return (data) => {
    if (isLoaded || (!loading && !NEEDS_GRAPHEMES.test(data))) {
      terminal.write(data);
      return;
    }
    waiting += data;
    loading ??= load()
      .catch((error: unknown) => console.warn('Some characters may overlap:', error))
      .then(() => {
        isLoaded = true;
        terminal.write(waiting);
      });
  };
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
  terminal.attachCustomKeyEventHandler((event) => !isForPage(terminal, event));
  terminal.onData(options.onInput);
  terminal.onResize(({ cols, rows }) => options.onResize(cols, rows));

  const write = createWriter(terminal);
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
        else {
          terminal.open(host);
          takeTextWithoutKeys(terminal);
        }
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
    write,
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
