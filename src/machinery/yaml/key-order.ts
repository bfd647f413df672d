function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

function isLetter(char: string): boolean {
  return /\p{L}/u.test(char);
}

/**
 * The order of keys in YAML output: letters after everything else, numbers inside keys by value (`a2` before `a10`).
 * @returns negative, zero or positive
 */
export function compareYamlKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charAt(index);
    const right = b.charAt(index);
    if (left === right) continue;
    const isLeftLetter = isLetter(left);
    const isRightLetter = isLetter(right);
    if (isLeftLetter && isRightLetter) return left < right ? -1 : 1;
    if (isLeftLetter || isRightLetter) return isRightLetter ? -1 : 1;
    return compareNumbers(a, b, index);
  }
  return a.length - b.length;
}

/** Compares from the first difference on, both sides being no letters. */
function compareNumbers(a: string, b: string, index: number): number {
  // A zero that continues a number must not make it look shorter.
  let start = 0;
  if (a[index] === '0' || b[index] === '0') {
    for (let before = index - 1; before >= 0 && isDigit(a[before]); before -= 1) {
      if (a[before] === '0') continue;
      start = 1;
      break;
    }
  }
  const [leftNumber, leftEnd] = readNumber(a, index, start);
  const [rightNumber, rightEnd] = readNumber(b, index, start);
  if (leftNumber !== rightNumber) return leftNumber - rightNumber;
  if (leftEnd !== rightEnd) return leftEnd - rightEnd;
  return a.charAt(index) < b.charAt(index) ? -1 : 1;
}

function readNumber(text: string, index: number, start: number): [number, number] {
  let value = start;
  let end = index;
  for (; isDigit(text[end]); end += 1) value = value * 10 + Number(text[end]);
  return [value, end];
}
