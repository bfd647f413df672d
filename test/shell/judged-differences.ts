/** What programs may contain that ours does otherwise than bash, and why that is right or does not matter. */
export const judgedDifferences: readonly { readonly pattern: RegExp; readonly judgement: string }[] = [
  {
    pattern: /<<-?EOF\n[^\n]*(:=|\+\+|--|z=4)/,
    judgement: 'bash expands the here-document of a program in a child, which loses what it assigns; that is an accident of fork nobody should rely on',
  },
  {
    pattern: /it\\'s[\s\S]*xargs|xargs[\s\S]*it\\'s/,
    judgement: 'GNU xargs runs what it has read before it finds a quote without an end; ours reads first',
  },
];
