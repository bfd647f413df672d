const KEY = 'drydock.divider';
const LEAST = 25;
const MOST = 75;
const STEP = 2;

/** The line between text and lab: drag it, or move it with the arrow keys. Its place is kept on this device. */
class DividerElement extends HTMLElement {
  connectedCallback(): void {
    const kept = Number(this.#read());
    if (kept) this.#place(kept);
    this.addEventListener('keydown', (event) => {
      const at = Number(this.getAttribute('aria-valuenow'));
      const moves: Record<string, number> = { ArrowLeft: at - STEP, ArrowRight: at + STEP, Home: LEAST, End: MOST };
      const to = moves[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.#place(to);
      this.#keep();
    });
    this.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      this.setPointerCapture(event.pointerId);
    });
    this.addEventListener('pointermove', (event) => {
      const box = this.parentElement?.getBoundingClientRect();
      if (box && this.hasPointerCapture(event.pointerId)) this.#place(((event.clientX - box.left) / box.width) * 100);
    });
    this.addEventListener('pointerup', () => this.#keep());
  }

  /** @param percent of the width that the text gets */
  #place(percent: number): void {
    const share = Math.round(Math.min(MOST, Math.max(LEAST, percent)));
    this.setAttribute('aria-valuenow', String(share));
    this.parentElement?.style.setProperty('--text-share', `${share}fr`);
    this.parentElement?.style.setProperty('--lab-share', `${100 - share}fr`);
  }

  #read(): string | null {
    try {
      return localStorage.getItem(KEY);
    } catch {
      // Storage is blocked: the divider starts where the style sheet puts it.
      return null;
    }
  }

  #keep(): void {
    try {
      localStorage.setItem(KEY, this.getAttribute('aria-valuenow') ?? '');
    } catch {
      // Storage is blocked: the width holds for this page only, which nobody needs to be told.
    }
  }
}

if (!customElements.get('drydock-divider')) customElements.define('drydock-divider', DividerElement);

export {};
