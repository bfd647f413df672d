import type { ITheme } from '@xterm/xterm';

/** The sixteen colours, for dark text on paper and for light text at night; all legible on their ground. */
const paper: ITheme = {
  black: '#16222b',
  red: '#a8261d',
  green: '#17693e',
  yellow: '#7a5400',
  blue: '#1b5a9c',
  magenta: '#6a3d9a',
  cyan: '#0d6872',
  white: '#4b5b66',
  brightBlack: '#5a6a70',
  brightRed: '#b2351a',
  brightGreen: '#1e7a49',
  brightYellow: '#8a6100',
  brightBlue: '#2268b0',
  brightMagenta: '#7b4bb0',
  brightCyan: '#0f7883',
  brightWhite: '#16222b',
};

const night: ITheme = {
  black: '#2a3944',
  red: '#ff9f94',
  green: '#7ed49e',
  yellow: '#e8c277',
  blue: '#8fc1f5',
  magenta: '#cbb2f2',
  cyan: '#6ec9cb',
  white: '#dde6e9',
  brightBlack: '#8b9ea8',
  brightRed: '#ffb3a9',
  brightGreen: '#9ce3b5',
  brightYellow: '#f2d69b',
  brightBlue: '#b0d4fa',
  brightMagenta: '#dccbf7',
  brightCyan: '#93dcde',
  brightWhite: '#ffffff',
};

/** A colour of the style sheet as the browser computes it now. */
function colour(probe: HTMLElement, token: string): string {
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}

/** The terminal's colours for the colour scheme that is shown. @param within an element of the page */
export function terminalTheme(within: HTMLElement): ITheme {
  const probe = document.createElement('i');
  within.append(probe);
  const [background, foreground, cursor, selection] = ['--paper', '--ink', '--accent', '--sea-wash'].map((token) => colour(probe, token)) as [
    string,
    string,
    string,
    string,
  ];
  probe.remove();
  const chosen = document.documentElement.dataset['theme'];
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  return { ...(isDark ? night : paper), background, foreground, cursor, cursorAccent: background, selectionBackground: selection };
}
