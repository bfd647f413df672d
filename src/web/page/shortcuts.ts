/** Where keys are text: nothing typed there is a shortcut. */
const TEXT_FIELDS = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"], .lab-terminal, .cm-editor';

const press = (selector: string): void => document.querySelector<HTMLElement>(selector)?.click();

function toTerminal(): void {
  const keyboard = document.querySelector<HTMLElement>('.lab-terminal textarea');
  if (keyboard) keyboard.focus();
  else press('[data-action="start"]');
}

const actions: Readonly<Record<string, () => void>> = {
  '?': () => document.querySelector<HTMLDialogElement>('#shortcuts')?.showModal(),
  '/': () => press('[data-search]'),
  t: toTerminal,
  m: () => press('[data-action="map"]:not(:disabled)'),
  n: () => press('a[rel="next"]'),
  p: () => press('a[rel="prev"]'),
  h: () => press('.brand'),
};

/** Listens for single keys outside of text fields. They are listed in the sheet that `?` opens. */
export function listenForShortcuts(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
    if (event.target instanceof Element && event.target.closest(TEXT_FIELDS)) return;
    if (document.querySelector('dialog[open]')) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
