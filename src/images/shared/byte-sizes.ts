/** Reads a size as small programs take them: `150M`, `1G`, `512k`, `4096`. @returns bytes; NaN for what is none */
export function quantityToBytes(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([bBkKmMgG]?)[iI]?[bB]?$/.exec(text) ?? [];
  const factors: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };
  return number === '' ? Number.NaN : Number(number) * (factors[unit.toLowerCase()] ?? 1);
}
