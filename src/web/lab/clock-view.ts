import type { LabTexts } from '#web/i18n/lab-texts.ts';
import type { Speed, ToPage } from './protocol.ts';

type ClockMessage = Extract<ToPage, { type: 'clock' }>;

const DAY_SECONDS = 24 * 3600;

/** Virtual time since the lab began: `00:03:12`, and from the second day on `day 2 00:03:12`. */
function formatElapsed(elapsedMs: number, texts: LabTexts): string {
  const seconds = Math.floor(elapsedMs / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = Math.floor(seconds / DAY_SECONDS);
  const time = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return day === 0 ? time : `${texts.day(day + 1)} ${time}`;
}

function noteOf(message: ClockMessage, texts: LabTexts): string {
  switch (message.mode) {
    case 'waiting':
      return message.rate > 1 ? texts.waiting(message.command ?? '', message.rate) : '';
    case 'settling':
      return texts.settling;
    case 'paused':
      return texts.paused;
    case 'running':
      return '';
  }
}

export interface ClockView {
  show(message: ClockMessage): void;
  /** Shows a note until the clock runs. */
  say(note: string): void;
}

/** The bar below the terminal: the clock, why it runs as it does, and which speed is chosen. */
export function createClockView(element: HTMLElement, texts: LabTexts): ClockView {
  const clock = element.querySelector('[data-clock]');
  const note = element.querySelector('[data-time-note]');
  const buttons = element.querySelectorAll<HTMLElement>('[data-speed]');
  const put = (target: Element | null, text: string): void => {
    if (target && target.textContent !== text) target.textContent = text;
  };
  const press = (speed: Speed): void => {
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset['speed'] === String(speed)));
  };
  return {
    show(message) {
      put(clock, formatElapsed(message.elapsedMs, texts));
      put(note, noteOf(message, texts));
      press(message.speed);
    },
    say: (text) => put(note, text),
  };
}
