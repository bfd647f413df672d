/** A command in the text. Its button hands the line to the lab, which types it into the terminal (lab-element.ts listens). */
class CommandElement extends HTMLElement {
  connectedCallback(): void {
    this.querySelector('button')?.addEventListener('click', () => {
      const line = this.querySelector('code')?.textContent ?? '';
      document.dispatchEvent(new CustomEvent('drydock:type', { detail: line }));
    });
  }
}

if (!customElements.get('drydock-command')) customElements.define('drydock-command', CommandElement);

export {};
