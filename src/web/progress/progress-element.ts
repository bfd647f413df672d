import { readProgress, replaceProgress } from './progress.ts';
import { formatProgress, mergeProgress, parseProgress } from './progress-file.ts';

/** Takes progress along as a file, and merges what such a file brings. */
class ProgressElement extends HTMLElement {
  connectedCallback(): void {
    this.querySelector('[data-export]')?.addEventListener('click', () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([formatProgress(readProgress())], { type: 'application/json' }));
      link.download = 'drydock-progress.json';
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    });
    this.querySelector('[data-import]')?.addEventListener('click', () => {
      const input = document.createElement('input');
      input.type = 'file';
      input.accept = '.json,application/json';
      input.addEventListener('change', async () => this.#import((await input.files?.[0]?.text()) ?? ''));
      input.click();
    });
  }

  #import(text: string): void {
    const say = (what: string): void => {
      const status = this.querySelector('[role="status"]');
      if (status) status.textContent = what;
    };
    try {
      const isStored = replaceProgress(mergeProgress(readProgress(), parseProgress(text)));
      say((isStored ? this.dataset['merged'] : this.dataset['blocked']) ?? '');
      document.dispatchEvent(new Event('drydock:progress'));
    } catch (error) {
      say(`${this.dataset['bad']} ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

if (!customElements.get('drydock-progress')) customElements.define('drydock-progress', ProgressElement);
