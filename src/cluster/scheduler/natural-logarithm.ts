const LN2 = Math.LN2;

/**
 * The natural logarithm of a number of at least 1. `Math.log` may differ in its last bit from engine to engine, and a
 * score that is rounded differently would place a pod elsewhere; this uses nothing but basic arithmetic.
 */
export function naturalLogarithm(value: number): number {
  let mantissa = value;
  let exponent = 0;
  while (mantissa >= 2) {
    mantissa /= 2;
    exponent++;
  }
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let sum = 0;
  for (let power = ratio, i = 1; i < 60; power *= square, i += 2) sum += power / i;
  return exponent * LN2 + 2 * sum;
}
