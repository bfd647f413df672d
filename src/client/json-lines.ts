/**
 * Takes bytes as they come and hands over each line's JSON value: how a watch is read.
 * @returns what is to be called with the bytes
 */
export function decodeJsonLines(onValue: (value: unknown) => void): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder();
  let rest = '';
  return (bytes) => {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onValue(JSON.parse(line));
  };
}
