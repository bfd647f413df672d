/** What is used of Pagefind, which the build puts beside the pages. */
interface Pagefind {
  options(options: { readonly baseUrl: string; readonly excerptLength: number }): Promise<void>;
  debouncedSearch(text: string): Promise<{ readonly results: readonly { data(): Promise<Found> }[] } | null>;
}

interface Found {
  readonly url: string;
  readonly excerpt: string;
  readonly meta: { readonly title?: string };
}

const SHOWN = 10;

let loading: Promise<Pagefind> | undefined;

async function load(): Promise<Pagefind> {
  const base = document.body.dataset['base'] ?? '/';
  const pagefind = (await import(/* @vite-ignore */ `${base}pagefind/pagefind.js`)) as Pagefind;
  await pagefind.options({ baseUrl: base, excerptLength: 24 });
  return pagefind;
}

/** A hit as a list item. Pagefind marks the words found with `<mark>` and escapes all else: it is read as text, never as markup. */
function itemOf(found: Found): HTMLLIElement {
  const link = document.createElement('a');
  link.href = found.url;
  link.textContent = found.meta.title ?? found.url;
  const excerpt = document.createElement('p');
  const text = new DOMParser().parseFromString(found.excerpt, 'text/html');
  for (const node of text.body.childNodes) {
    if (node.nodeName !== 'MARK') excerpt.append(node.textContent ?? '');
    else {
      const mark = document.createElement('mark');
      mark.textContent = node.textContent;
      excerpt.append(mark);
    }
  }
  const item = document.createElement('li');
  item.append(link, excerpt);
  return item;
}

/** Opens the search. The index of the page's language is fetched now, and not before. */
export function openSearch(dialog: HTMLDialogElement): void {
  const input = dialog.querySelector('input');
  const list = dialog.querySelector('.search-results');
  const status = dialog.querySelector('[role="status"]');
  if (!input || !list || !status) return;
  loading ??= load();
  const search = async (): Promise<void> => {
    try {
      const answer = await (await loading)?.debouncedSearch(input.value);
      if (!answer) return;
      const found = await Promise.all(answer.results.slice(0, SHOWN).map((result) => result.data()));
      list.replaceChildren(...found.map(itemOf));
      status.textContent = found.length === 0 && input.value !== '' ? (dialog.dataset['nothing'] ?? '') : '';
    } catch {
      // Offline before the first visit was complete, or built without an index (npm run dev).
      loading = undefined;
      status.textContent = dialog.dataset['failed'] ?? '';
    }
  };
  input.oninput = () => void search();
  list.addEventListener('click', () => dialog.close(), { once: true });
  dialog.showModal();
  input.focus();
  input.select();
}
