/** Ranges of code points that take two columns (Unicode's East Asian Width W and F). */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26a1, 0x26a1],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x2753, 0x2755],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

/** 0, 1 or 2. */
export function characterWidth(code: number): number {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 0;
  if (code < 0x300) return 1;
  if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(String.fromCodePoint(code))) return 0;
  return wideRanges.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/**
 * Cuts a text into what is seen as one character: a base with its combining marks, an emoji with its modifiers and what
 * is joined to it, two regional indicators.
 */
export function splitClusters(text: string): string[] {
  if (/^[\x00-\x7e]*$/.test(text)) return [...text];
  const clusters: string[] = [];
  for (const char of text) {
    const last = clusters.at(-1);
    if (last !== undefined && goesOn(last, char)) clusters[clusters.length - 1] = last + char;
    else clusters.push(char);
  }
  return clusters;
}

const ZERO_WIDTH_JOINER = '\u200d';

function goesOn(cluster: string, char: string): boolean {
  if (cluster < ' ') return false;
  if (char === ZERO_WIDTH_JOINER || cluster.endsWith(ZERO_WIDTH_JOINER)) return true;
  if (/^(\p{M}|\p{Emoji_Modifier})$/u.test(char)) return true;
  return /^\p{Regional_Indicator}$/u.test(cluster) && /^\p{Regional_Indicator}$/u.test(char);
}

/** A character as the screen shows it: a control character as `^X`. */
export function showCluster(cluster: string): string {
  const code = cluster.codePointAt(0) ?? 0;
  return code < 0x20 || code === 0x7f ? `^${String.fromCharCode(code ^ 0x40)}` : cluster;
}

/** Columns a cluster takes as it is shown. */
export function clusterWidth(cluster: string): number {
  const shown = showCluster(cluster);
  if (shown !== cluster) return shown.length;
  return Math.max(/\ufe0f|\p{Regional_Indicator}{2}/u.test(cluster) ? 2 : 0, characterWidth(cluster.codePointAt(0) ?? 0));
}

/** Columns a text takes. */
export function textWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const cluster of splitClusters(text)) width += clusterWidth(cluster);
  return width;
}
