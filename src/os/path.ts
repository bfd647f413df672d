/** Joins a path to a base when it is relative, and removes `.`, `..` and doubled slashes without looking at links. */
export function normalizePath(path: string, base = '/'): string {
  const full = path.startsWith('/') ? path : `${base}/${path}`;
  if (!full.includes('//') && !full.includes('/.') && (full.length === 1 || !full.endsWith('/'))) return full;
  const parts: string[] = [];
  for (const part of full.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** `/a/b/c` → `/a/b`; the parent of `/` is `/`. */
export function parentPath(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? '/' : path.slice(0, cut);
}

/** `/a/b/c` → `c`; of `/` the empty text. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether `path` is `ancestor` or lies under it; both normalised. */
export function isWithin(path: string, ancestor: string): boolean {
  return ancestor === '/' || path === ancestor || (path.startsWith(ancestor) && path[ancestor.length] === '/');
}
