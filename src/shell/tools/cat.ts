import { readLineBatches } from '#os/readers.ts';
import { createTool, forEachInput } from './tool.ts';

const syntax = {
  letters: 'AbeEnstTuv',
  long: { 'show-all': 'A', 'number-nonblank': 'b', 'show-ends': 'E', number: 'n', 'squeeze-blank': 's', 'show-tabs': 'T', 'show-nonprinting': 'v' },
};

export const cat = createTool('cat', syntax, (process, args) => {
  const showsAll = args.has('A');
  const showsEnds = showsAll || args.has('E') || args.has('e');
  const showsTabs = showsAll || args.has('T') || args.has('t');
  const showsControls = showsAll || args.has('v') || args.has('e') || args.has('t');
  const numbersFilled = args.has('b');
  const numbersAll = args.has('n') && !numbersFilled;
  const isPlain = !(showsEnds || showsTabs || showsControls || numbersFilled || numbersAll || args.has('s'));
  let number = 0;
  let wasBlank = false;

  const format = (line: { text: string; ended: boolean }): string => {
    const isBlank = line.text === '';
    if (args.has('s') && isBlank && wasBlank) return '';
    wasBlank = isBlank;
    let text = showsControls ? showControls(line.text) : line.text;
    if (showsTabs) text = text.replaceAll('\t', '^I');
    if (numbersAll || (numbersFilled && !isBlank)) text = `${String(++number).padStart(6)}\t${text}`;
    return line.ended ? `${text}${showsEnds ? '$' : ''}\n` : text;
  };

  return forEachInput(process, 'cat', args.operands, async (reader) => {
    if (isPlain) {
      for (let bytes = await reader.read(process.cancel); bytes; bytes = await reader.read(process.cancel)) await process.stdout.write(bytes);
      return;
    }
    for await (const batch of readLineBatches(reader, process.cancel)) await process.print(batch.map(format).join(''));
  });
});

function showControls(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, (char) => `^${String.fromCharCode(char.charCodeAt(0) ^ 64)}`);
}
