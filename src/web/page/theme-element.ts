type Theme = 'auto' | 'light' | 'dark';
const order: readonly Theme[] = ['auto', 'light', 'dark'];
const signs: Readonly<Record<Theme, string>> = { auto: '◐', light: '○', dark: '●' };
const KEY = 'drydock.theme';

function chosenTheme(): Theme {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

/** The button that switches between the system's colours, light and dark. public/theme.js applies the choice before the first paint. */
class ThemeElement extends HTMLElement {
  connectedCallback(): void {
    this.#show();
    this.querySelector('button')?.addEventListener('click', () => {
      const next = order[(order.indexOf(chosenTheme()) + 1) % order.length] ?? 'auto';
      try {
        localStorage.setItem(KEY, next);
        document.dispatchEvent(new Event('drydock:theme'));
      } catch {
        // Storage is blocked: the choice holds for this page only.
        if (next === 'auto') delete document.documentElement.dataset['theme'];
        else document.documentElement.dataset['theme'] = next;
      }
      this.#show();
    });
  }

  #show(): void {
    const button = this.querySelector('button');
    if (!button) return;
    const labels = JSON.parse(this.dataset['labels'] ?? '{}') as Record<string, string>;
    const theme = chosenTheme();
    button.textContent = signs[theme];
    button.setAttribute('aria-label', `${labels['name']}: ${labels[theme]}`);
    button.title = `${labels['name']}: ${labels[theme]}`;
  }
}

if (!customElements.get('drydock-theme')) customElements.define('drydock-theme', ThemeElement);

export {};
