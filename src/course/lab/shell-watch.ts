import type { EditorService, EditRequest } from '#os/editor-service.ts';
import type { ShellHooks } from '#shell/line-editor/interactive-shell.ts';
import type { Simulation } from '#sim/simulation.ts';

/** What the lab knows of the learner's shell. */
export interface ShellWatch {
  readonly hooks: ShellHooks;
  readonly editor: EditorService;
  readonly atPrompt: boolean;
  /** The command line in the foreground, or the last one. */
  readonly command: string | undefined;
  /** Its entry in the trace; 0 before the first. */
  readonly cause: number;
  readonly pendingEdit: EditRequest | undefined;
  finishEdit(path: string, text: string | null): void;
}

/** Who is told what the shell does. */
export interface ShellListener {
  prompt(): void;
  command(line: string): void;
}

/** Creates the ears of a lab at its shell, and the editor whose place a person takes. */
export function createShellWatch(simulation: Simulation, listener: ShellListener): ShellWatch {
  let atPrompt = false;
  let command: string | undefined;
  let cause = 0;
  let pending: { readonly request: EditRequest; readonly wake: (text: string | null) => void } | undefined;
  return {
    hooks: {
      onPrompt() {
        atPrompt = true;
        listener.prompt();
      },
      onCommand(line, entry) {
        atPrompt = false;
        command = line;
        cause = entry;
        listener.command(line);
      },
    },
    editor: {
      async edit(request, cancel) {
        try {
          const text = await simulation.clock.wait<string | null>((wake) => {
            pending = { request, wake };
            return undefined;
          }, cancel);
          return { text: text ?? request.text, saved: text !== null };
        } finally {
          pending = undefined;
        }
      },
    },
    get atPrompt() {
      return atPrompt;
    },
    get command() {
      return command;
    },
    get cause() {
      return cause;
    },
    get pendingEdit() {
      return pending?.request;
    },
    finishEdit(path, text) {
      if (pending?.request.path === path) pending.wake(text);
    },
  };
}
