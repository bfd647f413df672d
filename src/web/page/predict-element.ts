/** A question to answer before one looks: the first choice says whether it was right, and opens what shows it. */
class PredictElement extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('change', (event) => {
      const chosen = (event.target as HTMLInputElement).value;
      const isRight = chosen === this.dataset['answer'];
      const part = this.querySelector<HTMLElement>('[data-answer-part]');
      const verdict = this.querySelector('[data-verdict]');
      if (part) part.hidden = false;
      if (verdict) verdict.textContent = (isRight ? this.dataset['right'] : this.dataset['wrong']) ?? '';
      this.dataset['state'] = isRight ? 'right' : 'wrong';
    });
  }
}

if (!customElements.get('drydock-predict')) customElements.define('drydock-predict', PredictElement);

export {};
